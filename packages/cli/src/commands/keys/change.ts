import { resolve } from "node:path";
import {
  changeRoot,
  isFeedAddress,
  type RootPlan,
  type RootWork,
  readPublicFile,
  UsageError,
} from "@trust-center/authoring";
import { pinSchema, type RootChange, rolesOf } from "@trust-center/feed";
import { exitCodes } from "../../exit-codes.ts";
import type { Context } from "../context.ts";
import { type ChangeOptions, kidFrom, rolesFrom, rootOptions } from "./options.ts";
import { printRootResult } from "./print.ts";

type Plan = (work: RootWork) => Promise<RootPlan> | RootPlan;

/** Changes the root of a folder and says what came of it. */
export async function change(folder: string, plan: Plan, options: ChangeOptions, context: Context): Promise<number> {
  const result = await changeRoot(resolve(context.io.cwd, folder), plan, rootOptions(options, context));
  printRootResult(result, context);
  return exitCodes.ok.code;
}

/** `trust-center keys add` */
export async function addKey(
  file: string,
  folder: string,
  { role = [], threshold, ...options }: ChangeOptions & { role?: string[]; threshold?: string },
  context: Context,
): Promise<number> {
  const roles = rolesFrom(role);
  if (roles.length === 0)
    throw new UsageError("Expected --role to say what the key is for, found nothing. For example: --role root");
  const key = await readPublicFile(resolve(context.io.cwd, file));
  const changes: RootChange[] = [{ type: "add", key, roles }];
  if (threshold !== undefined) {
    changes.push(...roles.map((name): RootChange => ({ type: "threshold", role: name, threshold: count(threshold) })));
  }
  return change(folder, () => ({ changes }), options, context);
}

/** `trust-center keys retire` */
export function retireKey(
  kid: string,
  folder: string,
  { role = [], ...options }: ChangeOptions & { role?: string[] },
  context: Context,
): Promise<number> {
  const plan: Plan = ({ root }) => {
    const found = kidFrom(root, kid);
    const roles = role.length > 0 ? rolesFrom(role) : rolesOf(root, found);
    return { changes: [{ type: "retire", kid: found, roles }] };
  };
  return change(folder, plan, options, context);
}

/** `trust-center keys threshold` */
export function setThreshold(
  role: string,
  number: string,
  folder: string,
  options: ChangeOptions,
  context: Context,
): Promise<number> {
  const [name] = rolesFrom([role]) as [ReturnType<typeof rolesFrom>[number]];
  return change(
    folder,
    () => ({ changes: [{ type: "threshold", role: name, threshold: count(number) }] }),
    options,
    context,
  );
}

/** `trust-center keys renew` */
export const renewRoot = (folder: string, options: ChangeOptions, context: Context): Promise<number> =>
  change(folder, () => ({ changes: [] }), options, context);

/** `trust-center keys move` */
export function moveFeed(
  address: string,
  folder: string,
  { toPin, ...options }: ChangeOptions & { toPin?: string },
  context: Context,
): Promise<number> {
  if (!isFeedAddress(address) || !address.endsWith("/")) {
    throw new UsageError(`Expected the feed's new address, https:// with a path that ends in /, found “${address}”.`);
  }
  if (!pinSchema.safeParse(toPin).success) {
    throw new UsageError(
      `Expected --to-pin to be the pin that \`publish\` printed for the new address, found “${toPin ?? ""}”.`,
    );
  }
  const plan: Plan = ({ root }) => {
    if (root.feed === address) throw new UsageError(`Expected another address than the feed's own, found ${address}.`);
    return { changes: [{ type: "successor", feed: address, pin: toPin as string }] };
  };
  return change(folder, plan, options, context);
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 32) return number;
  throw new UsageError(`Expected a threshold from 1 to 32, found “${text}”.`);
}
