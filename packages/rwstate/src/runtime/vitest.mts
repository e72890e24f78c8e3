/** One of Vitest's setup files, which `statePlugin()` adds: each test file begins with no state, whether files are isolated or not. */
import { resetRwState } from "rwstate/testing";

await resetRwState();
