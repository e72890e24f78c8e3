/** Tests write another component into this file. */
export default function Part() {
  return <p id="part">first</p>;
}
