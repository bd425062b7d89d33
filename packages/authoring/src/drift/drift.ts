import { relative } from "node:path";
import { lookUp, type Processor, processorOfHost, processorOfPackage } from "@trust-center/catalogue";
import type { Text } from "@trust-center/feed";
import { authoringFile, readAuthoring } from "../folder/check.ts";
import type { Finding } from "../folder/report.ts";
import type { Trace, TraceSource } from "./trace.ts";

/** A processor whose own software or hosts are used. */
export interface Used {
  /** In the catalogue. */
  id: string;
  name: string;
  isListed: boolean;
  /** Where it shows. */
  traces: Trace[];
}

/** How what is used stands beside the list. */
export interface Drift {
  /** What is surely used, in the order in which it was found. */
  used: Used[];
  /** One for each that the list lacks, at its first trace. */
  findings: Finding[];
}

export interface DriftOptions {
  sources: readonly TraceSource[];
  /** Ids of the catalogue that are meant to be out of the list: they get no customer's data. */
  ignore?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Holds what is used against the list. Only what is surely a processor's own counts; in doubt an entry of the list covers it: one of the same
 * company, or a name that can mean it. Nothing is added to the list, and what is listed and shows nowhere is not doubted.
 *
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`, or a source cannot be read
 */
export async function driftOf(folder: string, { sources, ignore = [], signal }: DriftOptions): Promise<Drift> {
  const { source } = await readAuthoring(folder);
  const listed = processorsIn(source.value);
  const found = new Map<Processor, Trace[]>();
  for (const one of sources) {
    for (const trace of await one.read(signal)) {
      const processor =
        trace.kind === "host" ? processorOfHost(trace.name) : processorOfPackage(trace.kind, trace.name);
      if (processor && !ignore.includes(processor.id)) found.set(processor, [...(found.get(processor) ?? []), trace]);
    }
  }
  const used = [...found].map(([processor, traces]): Used => {
    const isListed = listed.some((other) => other === processor || isOfOne(other, processor));
    return { id: processor.id, name: processor.name, isListed, traces };
  });
  return { used, findings: used.filter(({ isListed }) => !isListed).flatMap((one) => finding(one, folder)) };
}

/** Every processor that the names of a list, and of its chains, can mean. */
function processorsIn(value: unknown): Processor[] {
  const { subprocessors } = (value ?? {}) as { subprocessors?: unknown };
  if (!Array.isArray(subprocessors)) return [];
  return subprocessors.flatMap((entry: unknown) => {
    const { name, legalEntity, chain } = (entry ?? {}) as {
      name?: Text;
      legalEntity?: { name?: Text };
      chain?: unknown;
    };
    const links = Array.isArray(chain) ? chain.map((link: unknown) => (link as { name?: Text } | null)?.name) : [];
    return [name, legalEntity?.name, ...links].flatMap((text) =>
      textsOf(text).flatMap((one) => lookUp(one)?.processors ?? []),
    );
  });
}

const textsOf = (text: Text | undefined): string[] =>
  typeof text === "string" ? [text] : Object.values(text ?? {}).filter((one) => typeof one === "string");

/** A company and its product, or two products of one company: the one can stand in a list for the other. */
const isOfOne = (a: Processor, b: Processor): boolean => {
  const company = ({ id }: Processor) => id.split("-")[0];
  const entities = new Set((a.legalEntities ?? []).map(({ value }) => value));
  return company(a) === company(b) || (b.legalEntities ?? []).some(({ value }) => entities.has(value));
};

function finding({ id, name, traces }: Used, folder: string): Finding[] {
  const [first] = traces;
  if (!first) return [];
  const more = traces.length > 1 ? `, and ${traces.length - 1} more` : "";
  const what =
    first.kind === "host"
      ? `${first.name}${first.record ? ` (${first.record})` : ""}, a host of it,`
      : `${first.name} (${first.kind}), its own client,`;
  return [
    {
      rule: "drift",
      // What is in no file is shown at the list, which lacks it.
      file: first.record ? authoringFile : relative(folder, first.file),
      line: first.line,
      column: 1,
      path: "",
      expected: `${name} to be in the list`,
      found: `${what} used${more}`,
      fix: `Add ${name} to trust-center.yaml, or say that it gets no customer's data: --ignore ${id}.`,
    },
  ];
}
