import { css } from "lit";

/** What changes next, and its time axis. */
export const upcomingStyles = css`
  .change {
    display: grid;
    gap: 8px;
    padding-block: 16px;
    border-block-start: 1px solid var(--line);
  }
  .change:last-child {
    border-block-end: 1px solid var(--line);
  }
  .change-head {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    align-items: baseline;
  }
  .change-name {
    font-weight: 600;
  }
  .kind {
    font-weight: 400;
    color: var(--soft);
    margin-inline-end: 8px;
  }
  .deadline {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    font-weight: 600;
  }
  .deadline .left {
    font-weight: 400;
    color: var(--warn);
  }
  .deadline.past {
    font-weight: 400;
    color: var(--soft);
  }
  .summary {
    max-width: 70ch;
  }
  .timeline svg {
    display: block;
    width: 100%;
    height: 18px;
    overflow: visible;
  }
  :dir(rtl) > .timeline svg,
  .timeline:dir(rtl) svg {
    scale: -1 1;
  }
  .timeline .track {
    fill: var(--line);
  }
  .timeline .window {
    fill: color-mix(in srgb, var(--accent) 38%, transparent);
  }
  .timeline .past {
    fill: var(--accent);
  }
  .timeline .today {
    stroke: currentColor;
    stroke-width: 2px;
    vector-effect: non-scaling-stroke;
  }
  .points {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    font-size: var(--small);
  }
  .points div:not(:first-child) {
    text-align: end;
  }
  .points dt {
    color: var(--soft);
  }
  @container (max-width: 640px) {
    .points {
      display: grid;
      gap: 2px;
    }
    .points div,
    .points div:not(:first-child) {
      display: flex;
      gap: 12px;
      justify-content: space-between;
    }
  }
  @media (forced-colors: active) {
    .timeline .window {
      fill: Highlight;
    }
    .timeline .track {
      fill: GrayText;
    }
    .timeline .past {
      fill: LinkText;
    }
  }
`;
