import { css } from "lit";

/** What changes next: the axis, and each change. */
export const changesStyles = css`
  trust-center-axis {
    display: block;
  }
  .axis {
    --name: 232px;
    position: relative;
    padding-block: 4px 8px;
    border-block: 1px solid var(--line);
    font-size: var(--small);
  }
  .axis-top {
    position: relative;
    block-size: 44px;
    margin-inline-start: var(--name);
  }
  .axis [data-x] {
    position: absolute;
    inset-inline-start: calc(var(--x) * 1%);
    white-space: nowrap;
  }
  .axis .tick {
    inset-block-start: 22px;
    padding-inline-start: 6px;
    border-inline-start: 1px solid var(--line);
  }
  .axis .tick.before {
    inset-inline: auto calc(100% - var(--x) * 1%);
    padding-inline: 0 6px;
    border-inline: 0 solid var(--line);
    border-inline-end-width: 1px;
  }
  .axis .today {
    translate: -50% 0;
  }
  .axis:dir(rtl) .today {
    translate: 50% 0;
  }
  .lane {
    display: grid;
    grid-template-columns: var(--name) minmax(0, 1fr);
    align-items: start;
    min-block-size: 64px;
  }
  .lane-name {
    padding-inline-end: 16px;
    line-height: 1.35;
    min-inline-size: 0;
  }
  .lane-name > * {
    display: block;
  }
  .lane-name .icon {
    margin-inline-end: 6px;
  }
  .bar {
    position: relative;
    block-size: 56px;
  }
  .window,
  .rest {
    background: color-mix(in srgb, var(--accent) 26%, transparent);
    border: 1px solid var(--accent);
    border-radius: 2px;
  }
  .bar :is(.window, .rest) {
    inset-block-start: 8px;
    block-size: 12px;
    inline-size: calc((var(--z) - var(--x)) * 1%);
  }
  .window.past {
    background: var(--accent);
    border-radius: 2px 0 0 2px;
  }
  .rest,
  .bar .rest {
    border: 0;
    border-block-start: 2px dashed var(--edge);
    border-radius: 0;
    background: none;
  }
  .bar .rest {
    inset-block-start: 13px;
    block-size: 0;
  }
  .stroke {
    inset-block: 2px 30px;
    border-inline-start: 2px solid;
    margin-inline-start: -1px;
  }
  .diamond {
    inline-size: 12px;
    block-size: 12px;
    rotate: 45deg;
    scale: 0.8;
    background: currentColor;
  }
  .bar .diamond {
    inset-block-start: 8px;
    margin-inline-start: -6px;
  }
  .bar .now {
    inset-block: -44px 32px;
    border-inline-start: 1px solid;
  }
  .axis-top + .lane .now {
    inset-block-start: -22px;
  }
  .month {
    inset-block: -8px 32px;
    border-inline-start: 1px solid var(--line);
  }
  .label {
    inset-block-start: 28px;
    padding-inline-start: 4px;
  }
  .axis .label.before,
  .axis .effect-before .effect {
    inset-inline: auto calc(100% - var(--x) * 1%);
    padding-inline: 0 4px;
  }
  .axis .due-inside .label.due {
    inset-inline: 0 auto;
    padding-inline: 0;
    white-space: normal;
  }
  .axis .label.told {
    padding-inline: 0;
  }
  .no-words .word,
  .no-told .told,
  .due-alone .label:not(.due) {
    display: none;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin-block-start: 8px;
  }
  .key span {
    display: inline-flex;
    gap: 8px;
    align-items: center;
  }
  .key i {
    inline-size: 20px;
    block-size: 10px;
  }
  .key .rest {
    block-size: 0;
  }
  .key .diamond {
    inline-size: 10px;
  }
  .change {
    padding-block: 20px;
    border-block-end: 1px solid var(--line);
    scroll-margin-block-start: 16px;
  }
  .change-head {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 4px 24px;
    align-items: baseline;
  }
  .change .due {
    text-align: end;
  }
  .compare th[scope="row"] {
    inline-size: 168px;
  }
  .compare ins {
    text-decoration: none;
    font-weight: 600;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    margin-block-start: 16px;
    font-size: var(--small);
  }
  .acts :is(a, .link) {
    min-block-size: 24px;
  }
  .acts > input {
    max-inline-size: 24em;
  }
  @container root (max-width: 860px) {
    .axis {
      --name: 176px;
    }
  }
  @container root (max-width: 640px) {
    .axis {
      --name: 0px;
    }
    .lane {
      grid-template-columns: minmax(0, 1fr);
      padding-block-start: 8px;
    }
    .bar {
      block-size: 52px;
    }
    .bar .now,
    .axis-top + .lane .now {
      inset-block: 2px 28px;
    }
    .month {
      display: none;
    }
    .change-head {
      grid-template-columns: 1fr;
    }
    .change .due {
      text-align: inherit;
    }
    .acts :is(a, .link) {
      min-block-size: 44px;
      display: inline-flex;
      align-items: center;
    }
  }
`;
