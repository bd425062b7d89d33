import { resolve } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import type { Settings } from "../format/settings.ts";
import { readTextFile } from "./read-file.ts";
import type { Finding } from "./report.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Bytes of a file with certificates. */
const maxBytes = 256 * 1024;

/** What is wrong with the authority that settings name, before it is asked. Its address may be plain HTTP: tokens are signed. */
export async function timeStampProblem(
  source: YamlSource,
  folder: string,
  { timeStampAuthority }: Settings,
): Promise<Finding | undefined> {
  if (!timeStampAuthority) return undefined;
  const { url, certificates } = timeStampAuthority;
  const problem = (member: string, words: Pick<Finding, "expected" | "found" | "fix">): Finding => {
    const path = ["publish", "timeStampAuthority", member];
    return { ...source.placeOf(path), path: path.join("/"), rule: "time-stamp-authority", ...words };
  };
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    const fix = "Write where the authority takes requests, such as https://tsa.example/.";
    return problem("url", { expected: "an http:// or https:// address", found: `“${url}”`, fix });
  }
  const file = await readTextFile(resolve(folder, certificates), maxBytes);
  if (file.text === undefined) return problem("certificates", file.problem);
  try {
    const { readCertificates } = await import("@trust-center/sdk/time-stamps");
    readCertificates(file.text);
    return undefined;
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    return problem("certificates", {
      expected: "certificates in PEM",
      found: `“${certificates}” without one`,
      fix: "Save the authority's certificate, or the root's above it, with -----BEGIN CERTIFICATE----- in its first line.",
    });
  }
}
