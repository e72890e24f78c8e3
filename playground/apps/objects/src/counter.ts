import { Base } from "./base";

export class Counter extends Base {}
