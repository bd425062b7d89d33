import { type FeedContent, resolveText } from "@trust-center/feed";
import type { Asker } from "@trust-center/reading";
import { type Asked, missingOf, type Rule, unmet } from "./gap-rule.ts";
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
  const gaps = <T>(rules: readonly Rule<T>[], path: Path, of?: string): Gap[] =>
    rules.map(({ missing, source: asks, fix }) => ({
      ...source.placeOf(path),
      path: path.join("/"),
      missing,
      ...(of !== undefined && { of }),
      asker,
      source: asks,
      fix,
    }));
  return [
    ...gaps(unmet(ofList, content, content), ["publisher"]),
    ...(content.services ?? []).flatMap((service, at) =>
      gaps(unmet(services, service, content), ["services", at], resolveText(service.name, []).value),
    ),
    ...content.subprocessors.flatMap((entry, at) =>
      gaps(missingOf(entries, entry, content), ["subprocessors", at], resolveText(entry.name, []).value),
    ),
  ];
}
