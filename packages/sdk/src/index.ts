export * from "./service/contract.ts";
