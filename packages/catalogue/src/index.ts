export {
  type Catalogue,
  catalogue,
  type Fact,
  type LinkKind,
  linkKinds,
  type Processor,
  type Source,
  sourceText,
} from "./catalogue.ts";
export { isLegalName, withoutLegalForm } from "./legal-form.ts";
export { type Found, lookUp, type Step, steps } from "./look-up.ts";
export { purposeWords } from "./purposes.ts";
export {
  type ClientSoftware,
  clientSoftware,
  type Ecosystem,
  ecosystems,
  mailHosts,
  processorOfHost,
  processorOfPackage,
} from "./traces.ts";
