import { Base } from "./base";

export class Edited extends Base {
  override get text() {
    return "first";
  }
}
