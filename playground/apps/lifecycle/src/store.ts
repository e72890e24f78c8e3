/** A class of the app. An entry holds an instance of it. */
export class Store {
  count = 0;
}
