/** Tests replace this component. */
export default function Part() {
  return <p id="part">first</p>;
}
