import { dirname, resolve } from "node:path";
import { UsageError } from "@trust-center/authoring";
import type { LogPolicy } from "@trust-center/feed";
import type { Vendor } from "@trust-center/sdk";
import { readPolicy } from "../verify/witnesses.ts";
import type { WatchList } from "./list-file.ts";

/**
 * The vendors of a list, each with the policy that it names, the list's own, or the one given. Each file is read once; those
 * that a list names are looked for beside it.
 *
 * @param path The list's file.
 * @param given A policy that was read already.
 * @throws {UsageError} for a file that is no policy, or a vendor with witnesses besides
 */
export async function withPolicies(
  { vendors, policy: usual }: WatchList,
  path: string,
  given: LogPolicy | undefined,
): Promise<Vendor[]> {
  const files = new Map<string, Promise<LogPolicy>>();
  const read = (name: string) => {
    const reading = files.get(name) ?? readPolicy(resolve(dirname(path), name), name);
    files.set(name, reading);
    return reading;
  };
  return Promise.all(
    vendors.map(async ({ policy, ...vendor }) => {
      const namesKeys = vendor.witnesses !== undefined || vendor.minWitnesses !== undefined;
      if (policy !== undefined && namesKeys) {
        throw new UsageError(`Expected policy, or witnesses and minWitnesses, of ${vendor.address}; found both.`);
      }
      if (namesKeys) return vendor;
      const logPolicy = policy !== undefined ? await read(policy) : (given ?? (usual && (await read(usual))));
      return logPolicy ? { ...vendor, logPolicy } : vendor;
    }),
  );
}
