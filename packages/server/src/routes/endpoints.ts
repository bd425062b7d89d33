import { auditEndpoints } from "./audit.ts";
import { bounceEndpoints } from "./bounces.ts";
import { casePages } from "./case-page.ts";
import { caseEndpoints } from "./cases.ts";
import { challengeEndpoints } from "./challenge.ts";
import { type Declared, type EndpointDeps, endpoint } from "./endpoint.ts";
import { evidenceEndpoints } from "./evidence.ts";
import { healthEndpoints } from "./health.ts";
import { inboxPages } from "./inbox-page.ts";
import { metricsEndpoints } from "./metrics.ts";
import { objectEndpoints } from "./object.ts";
import { oidcEndpoints } from "./oidc.ts";
import { openApi } from "./openapi.ts";
import { overviewEndpoints } from "./overview.ts";
import { hookEndpoints } from "./published-hook.ts";
import { recipientEndpoints } from "./recipients.ts";
import { linkEndpoints, sessionEndpoints } from "./sign-in.ts";
import { standingEndpoints } from "./standing.ts";
import { subscribeEndpoints } from "./subscribe.ts";
import { subscriptionPages } from "./subscription-pages.ts";
import { tokenEndpoints } from "./tokens.ts";
import { webhookEndpoints } from "./webhooks.ts";

/** What every service has, whatever its settings. */
export const endpoints: readonly Declared[] = [
  ...challengeEndpoints,
  ...subscriptionPages,
  ...objectEndpoints,
  ...standingEndpoints,
  ...casePages,
  ...caseEndpoints,
  ...recipientEndpoints,
  ...evidenceEndpoints,
  ...overviewEndpoints,
  ...auditEndpoints,
  ...tokenEndpoints,
  ...webhookEndpoints,
  ...sessionEndpoints,
  ...bounceEndpoints,
  ...hookEndpoints,
  ...metricsEndpoints,
];

/** The whole of a service's addresses, in the order in which they are looked for. */
export function endpointsOf(deps: EndpointDeps): readonly Declared[] {
  const declared = [
    ...endpoints,
    ...subscribeEndpoints(deps),
    ...healthEndpoints(deps),
    endpoint({
      method: "GET",
      path: "/openapi.json",
      summary: "This document",
      who: "anyone",
      answer: "OpenAPI 3.1",
      refusals: [],
      handle: async ({ context }) => context.json(document),
    }),
    ...inboxEndpoints(deps),
  ];
  const document = openApi(deps.publicAddress, declared);
  return declared;
}

function inboxEndpoints(deps: EndpointDeps): readonly Declared[] {
  if (deps.people.size === 0) return [];
  // One way in: links would lead past what the provider asks for beside a password.
  return [...(deps.oidc ? oidcEndpoints(deps, deps.oidc) : linkEndpoints), ...inboxPages(deps)];
}
