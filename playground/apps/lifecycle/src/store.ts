/** A class of the app's own, whose instance an entry holds. */
export class Store {
  count = 0;
}
