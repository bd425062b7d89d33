import { inboxBundle } from "./inbox/bundle.ts";

export default inboxBundle();
