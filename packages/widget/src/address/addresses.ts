import { type Place, placeText } from "@trust-center/reading";
import { isOfList, placeOf } from "./place.ts";

/** Milliseconds after the last key. */
const noteAfter = 100;

/**
 * The addresses of places: a part of the page's fragment that begins with a prefix of its own, `#tc=s/aws`. Whatever
 * else stands in the fragment is the page's, and stays.
 */
export class Addresses {
  readonly #prefix: string;
  readonly #moved: (place: Place | undefined) => void;
  readonly #listen = () => this.#moved(this.place);
  /** What is to be put into the address bar soon, unless that says something else by then. */
  #noted: { place: Place; before: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param name The prefix without its `=`.
   * @param moved Told where the reader goes by a link, or back and forward.
   */
  constructor(name: string, moved: (place: Place | undefined) => void) {
    this.#prefix = `${name}=`;
    this.#moved = moved;
    addEventListener("hashchange", this.#listen);
  }

  end(): void {
    // The page may be another by now.
    clearTimeout(this.#timer);
    removeEventListener("hashchange", this.#listen);
  }

  /** Where the address bar says that the reader is. */
  get place(): Place | undefined {
    const own = this.#parts().find((part) => part.startsWith(this.#prefix));
    return own === undefined ? undefined : placeOf(own.slice(this.#prefix.length));
  }

  /** A place's address within this page. */
  hrefOf(place: Place): string {
    const others = this.#parts().filter((part) => !part.startsWith(this.#prefix));
    return `#${[...others, this.#prefix + placeText(place)].join("&")}`;
  }

  /** The same in whole, to be given to somebody. */
  linkTo(place: Place): string {
    return new URL(this.hrefOf(place), location.href).href;
  }

  /**
   * Puts a place in the place of the present one once the keys rest: a browser takes up to twenty milliseconds for it,
   * and Safari a hundred of them in ten seconds.
   */
  note(place: Place): void {
    clearTimeout(this.#timer);
    this.#noted = { place, before: location.href };
    this.#timer = setTimeout(() => this.#writeNoted(), noteAfter);
  }

  #writeNoted(): void {
    const noted = this.#noted;
    this.#noted = undefined;
    if (noted?.before === location.href) this.go(noted.place, "replace");
  }

  /**
   * Puts a place into the address bar. A page that routes by its fragment keeps it to itself.
   *
   * @param how `push` makes a step to go back from; `replace` does not, as while typing.
   */
  go(place: Place, how: "push" | "replace"): void {
    this.#writeNoted();
    const href = this.hrefOf(place);
    if (/^#[/!]/.test(location.hash) || href === location.hash) return;
    // The page's own state of this step is kept: routers look for theirs.
    try {
      if (how === "push") history.pushState(history.state, "", href);
      else history.replaceState(history.state, "", href);
    } catch {
      // Safari takes a hundred in ten seconds.
    }
  }

  /** The fragment by its ampersands, but for those within what this prefix has. */
  #parts(): string[] {
    const parts: string[] = [];
    for (const part of location.hash.slice(1).split("&").filter(Boolean)) {
      const last = parts.at(-1) ?? "";
      if (last.startsWith(`${this.#prefix}list?`) && isOfList(part)) parts[parts.length - 1] = `${last}&${part}`;
      else parts.push(part);
    }
    return parts;
  }
}
