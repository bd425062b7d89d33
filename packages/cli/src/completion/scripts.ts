import type { Completed } from "./tree.ts";

/** The shells that there are completions for, and how their users get them. */
export const shells = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export type Shell = keyof typeof shells;

const pathOf = ({ words }: Completed): string => words.join(" ");

/** A text between single quotes, for shells of the family of sh. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The longest way to a command that the words before the cursor spell, in `place`. */
const walk = (places: readonly Completed[], words: string): string => `  local place= next word
  for word in ${words}; do
    next="\${place:+$place }$word"
    case "$next" in
      ${places
        .slice(1)
        .map((one) => quoted(pathOf(one)))
        .join(" | ")}) place="$next" ;;
    esac
  done`;

function bashScript(places: readonly Completed[]): string {
  const cases = places.map((place) => {
    const commands = place.commands.map(({ name }) => name).join(" ");
    const options = place.options.map(({ flag }) => flag).join(" ");
    return `    ${quoted(pathOf(place))}) commands=${quoted(commands)} options=${quoted(options)} ;;`;
  });
  return `# trust-center, for bash: eval "$(trust-center completion bash)" in ~/.bashrc
_trust_center() {
${walk(places, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  local commands= options=
  case "$place" in
${cases.join("\n")}
  esac
  local current="\${COMP_WORDS[COMP_CWORD]}"
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$commands" -- "$current")) ;;
  esac
}
complete -o default -F _trust_center trust-center
`;
}

function zshScript(places: readonly Completed[]): string {
  const described = (name: string, about: string) => quoted(`${name.replaceAll(":", "\\:")}:${about}`);
  const cases = places.map((place) => {
    const commands = place.commands.map(({ name, about }) => described(name, about)).join(" ");
    const options = place.options.map(({ flag, about }) => described(flag, about)).join(" ");
    return `    ${quoted(pathOf(place))}) commands=(${commands}) options=(${options}) ;;`;
  });
  return `#compdef trust-center
# trust-center, for zsh: eval "$(trust-center completion zsh)" in ~/.zshrc, behind compinit
_trust_center() {
${walk(places, `"\${(@)words[2,CURRENT-1]}"`)}
  local -a commands options
  case "$place" in
${cases.join("\n")}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o option options
  elif (( \${#commands} )); then
    _describe command commands
  else
    _files
  fi
}
compdef _trust_center trust-center
`;
}

function fishScript(places: readonly Completed[]): string {
  const lines = places.flatMap((place) => {
    const seen = place.words.map((word) => `__fish_seen_subcommand_from ${word}`);
    const inner = place.commands.map(({ name }) => name).join(" ");
    const here = place.words.length === 0 ? ["__fish_use_subcommand"] : seen;
    const isNext = place.words.length === 0 ? here : [...seen, `not __fish_seen_subcommand_from ${inner}`];
    const condition = (parts: readonly string[]) => fishQuoted(parts.join("; and "));
    return [
      ...place.commands.map(
        ({ name, about }) => `complete -c trust-center -f -n ${condition(isNext)} -a ${name} -d ${fishQuoted(about)}`,
      ),
      ...place.options.map(
        ({ flag, about, takesValue }) =>
          `complete -c trust-center -n ${condition(here)} -l ${flag.slice(2)}${takesValue ? " -r" : ""} -d ${fishQuoted(about)}`,
      ),
    ];
  });
  return `# trust-center, for fish: trust-center completion fish > ~/.config/fish/completions/trust-center.fish\n${lines.join("\n")}\n`;
}

/** Between single quotes, fish reads a backslash before a quote or a backslash. */
const fishQuoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
