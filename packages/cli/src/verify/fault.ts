import { type Fault, faults } from "@trust-center/feed";

/**
 * What a history holds against its publisher, in words. The list is signed all the same: whether its publisher kept to
 * its own terms is for the reader to judge.
 */
export const faultText = ({ change, fault }: Fault): string =>
  `Held against the publisher in change ${change} (${fault}): ${faults[fault]}`;
