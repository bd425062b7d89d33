import type { Contact, FeedContent } from "@trust-center/feed";

/** Roles of contacts whom a reader can write to about a list, best first. */
const roles = ["objections", "privacy", "dpo", "general"];

/** The e-mail address that the publisher gives for matters of its list. */
export function contactOf({ publisher }: Pick<FeedContent, "publisher">): string | undefined {
  const byRole = ({ role }: Contact) => (roles.indexOf(role ?? "") + roles.length + 1) % (roles.length + 1);
  const [best] = (publisher.contacts ?? []).filter(({ email }) => email).sort((a, b) => byRole(a) - byRole(b));
  return best?.email;
}
