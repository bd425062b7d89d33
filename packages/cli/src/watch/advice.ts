import type { TransportReason } from "@trust-center/sdk";

/** What it means that a feed could not be fetched, and what to do. Words are chosen so that no honest cause is an attack. */
export const advice: Readonly<Record<TransportReason, { what: string; todo: string }>> = {
  dns: {
    what: "the host's name leads nowhere",
    todo: "Check the address for a slip, and this machine's name server; else ask the vendor where its list is.",
  },
  refused: {
    what: "nothing listens there",
    todo: "The vendor's server is down, or a firewall refuses. The next round looks again.",
  },
  unreachable: {
    what: "there is no way to the host",
    todo: "Check this machine's network and proxy. The next round looks again.",
  },
  timeout: {
    what: "no whole answer came in time",
    todo: "The server is slow or down. The next round looks again; --timeout gives it longer.",
  },
  interrupted: {
    what: "the connection broke off",
    todo: "The server, or something on the way to it, ended it. The next round looks again.",
  },
  tls: {
    what: "its certificate or its encryption is refused",
    todo: "The vendor must renew its certificate. If a proxy of your own network opens TLS, name its certificate in NODE_EXTRA_CA_CERTS.",
  },
  redirect: {
    what: "the address leads elsewhere",
    todo: "Redirects are not followed. Ask the vendor whether its list has moved there, and put that address into your list.",
  },
  gone: {
    what: "there is no feed at this address",
    todo: "Ask the vendor where its list is now; take it out of your list if there is none.",
  },
  incomplete: {
    what: "the feed names a file that is not there",
    todo: "A publish is under way or was broken off. If it stays so, the vendor must upload its folder again.",
  },
  forbidden: {
    what: "the server lets this machine in no more",
    todo: "A login, a firewall or a filter of robots refuses. Ask the vendor to leave its feed public.",
  },
  busy: {
    what: "the server says when to come again",
    todo: "It is left alone until then.",
  },
  server: {
    what: "the server has an error of its own",
    todo: "The next round looks again; if it stays so, tell the vendor.",
  },
  status: {
    what: "the server answers otherwise than with a file",
    todo: "Open the address in a browser; if that shows a feed, tell the vendor.",
  },
  "no-feed": {
    what: "something else than a feed is there",
    todo: "A sign-in page, a proxy or an error page may have answered. Open the address in a browser.",
  },
  hidden: {
    what: "it could not be reached",
    todo: "Check the connection. The next round looks again.",
  },
};

const day = 24 * 60 * 60 * 1000;

/** How long something has lasted: `for 18 months`. Nothing within the first day. */
export function lastingText(since: string, at: string): string {
  const days = Math.floor((Date.parse(at) - Date.parse(since)) / day);
  if (!(days >= 1)) return "";
  const [number, unit] = days >= 60 ? [Math.floor(days / 30.44), "month"] : [days, "day"];
  return `, for ${number} ${unit}${number === 1 ? "" : "s"}`;
}
