import { TrustCenterInbox } from "./trust-center-inbox.ts";

customElements.define("trust-center-inbox", TrustCenterInbox);
