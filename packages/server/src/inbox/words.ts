/** What the mail and the page of a link say. The inbox speaks English alone so far; its page's own words are in `inbox/words.ts`. */
export const signInWords = {
  subject: (vendor: string) => `Sign in to the privacy inbox of ${vendor}`,
  intro: (vendor: string) => `Somebody asked to sign in with this address to the privacy inbox of ${vendor}.`,
  action: "Sign in",
  note: "The link works once, within 15 minutes. If it was not you, do nothing: nobody is signed in.",
  title: "Sign in to the privacy inbox",
  text: "The link works once. This browser stays signed in for 12 hours, or until you sign out.",
  button: "Sign in",
  notInTitle: "You are not signed in",
  notIn: {
    refused:
      "Your provider did not say who you are, or your address may not sign in here. Ask whoever runs the service.",
    down: "Your provider of sign-in does not answer. Try again in a minute.",
  },
  overTitle: "This link is over",
  overText: "It was used, or is older than 15 minutes. Ask for another one in the inbox.",
} as const;
