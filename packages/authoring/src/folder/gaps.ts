import { type FeedContent, isProcessorRole, resolveText, withGroupFacts } from "@trust-center/feed";
import type { Asker } from "@trust-center/reading";
import type { Asked, Rule } from "./gap-rule.ts";
import { contracts, habit } from "./gaps-custom.ts";
import { dataActAsks, dora } from "./gaps-dora.ts";
import { gdpr } from "./gaps-gdpr.ts";
import type { CheckReport, Gap } from "./report.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Everything that is asked for, the law first. */
export const asked: readonly Asked[] = [gdpr, dora, dataActAsks, contracts, habit];

/** Whose questions are asked where the settings name nobody: those of every list. */
export const usualAskers: readonly Asker[] = ["gdpr", "contract", "habit"];

const byLaw: readonly Asker[] = ["gdpr", "dora", "data-act"];

/** What the list leaves out of what somebody asks for: what the law asks for apart from contracts and habit. */
export function gapsOf(source: YamlSource, content: FeedContent, askers = usualAskers): CheckReport["gaps"] {
  const gaps = asked.filter(({ asker }) => askers.includes(asker)).flatMap((one) => gapsFor(one, source, content));
  const isLegal = ({ asker }: Gap) => byLaw.includes(asker);
  return { legal: gaps.filter(isLegal), customary: gaps.filter((gap) => !isLegal(gap)) };
}

function gapsFor(
  { asker, content: ofList, services, entries }: Asked,
  source: YamlSource,
  content: FeedContent,
): Gap[] {
  const apply = <T>(rules: readonly Rule<T>[], value: T, path: Path, of?: string): Gap[] =>
    rules
      .filter((rule) => !rule.present(value, content))
      .map(({ missing, source: asks, fix }) => ({
        ...source.placeOf(path),
        path: path.join("/"),
        missing,
        ...(of !== undefined && { of }),
        asker,
        source: asks,
        fix,
      }));
  return [
    ...apply(ofList, content, ["publisher"]),
    ...(content.services ?? []).flatMap((service, at) =>
      apply(services, service, ["services", at], resolveText(service.name, []).value),
    ),
    ...content.subprocessors.flatMap((entry, at) => {
      if (!isProcessorRole(entry.role)) return [];
      const name = resolveText(entry.name, []).value;
      return apply(entries, withGroupFacts(entry, content.groups), ["subprocessors", at], name);
    }),
  ];
}
