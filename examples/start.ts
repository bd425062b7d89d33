import { fileURLToPath } from "node:url";
import { startDemo } from "./demo/demo.ts";
import { endOnSignal } from "./end-on-signal.ts";

const folder = fileURLToPath(new URL("../.start", import.meta.url));

const demo = await startDemo({ folder, port: 4310, say: (what) => console.log(`${what} …`) });
const [first, second] = demo.vendors;
if (!first || !second) throw new Error("Expected two vendors.");

const cli = "npx -y pnpm@12 trust-center";
console.log(`
The trust center is running. Open:

  ${first.page}   Hosted Mender's page
  ${second.page}   SMARTFENSE's page
  ${demo.outbox.address}   every mail that is sent
  ${first.page}trust-center/inbox/   Hosted Mender's privacy team: sign in as privacy@mender.example

Worth trying, in another terminal:

  Publish a change: add a sub-processor to .start/${first.name}/trust-center.yaml, then
    ${cli} publish .start/${first.name}

  Verify the feed as a customer would:
    ${cli} verify ${first.feed} --pin ${first.pin}

  Watch both, as a customer of many vendors would, and again after a change:
    ${cli} watch .start/vendors.yaml --once

  Object to the planned sub-processor on a page, save the receipt, then verify it:
    ${cli} verify objection-receipt-….json

Ctrl-C ends everything.`);

endOnSignal(() => demo.close());
