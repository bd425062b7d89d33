import { scriptBundle } from "./script/bundle.ts";

export default scriptBundle();
