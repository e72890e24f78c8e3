import {
  cloneElement,
  Component,
  createContext,
  createElement as h,
  Fragment,
  isValidElement,
  options,
  toChildArray,
} from "preact";
import { useContext, useId, useMemo, useReducer, useState } from "preact/hooks";
import { renderToString } from "preact-render-to-string";

const Theme = createContext("light");
class Old extends Component {
  constructor(props) {
    super(props);
    this.state = { n: props.start };
  }
  static getDerivedStateFromProps = ({ start }, { n }) => ({ n: n + start });
  render({ children }, { n }) {
    return h(Fragment, null, n, children);
  }
}
function Hooked({ label }) {
  const theme = useContext(Theme);
  const [count, setCount] = useState(0);
  const [twice] = useReducer((a, b) => a + b, 4);
  if (count < 2) setCount(count + 1);
  const id = useId();
  return h(
    "label",
    { for: id, class: theme, style: { color: "red", marginTop: 4 } },
    label,
    count,
    useMemo(() => twice * 2, []),
  );
}
const App = () =>
  h(Theme.Provider, { value: "dark" }, [
    h(Hooked, { label: "<a & b>", key: 1 }),
    h(Old, { start: 2 }, h("input", { disabled: true, value: 0 }), null, false, "text"),
    h("div", { dangerouslySetInnerHTML: { __html: "<hr>" } }),
    h("svg", { viewBox: "0 0 1 1", xlinkHref: "#x" }),
  ]);
const seen = [];
const before = options.vnode;
options.vnode = (vnode) => {
  seen.push(typeof vnode.type === "function" ? vnode.type.name : vnode.type);
  before?.(vnode);
};
for (let i = 0; i < 2; i++) console.log(renderToString(h(App)));
options.vnode = before;
console.log(
  seen,
  isValidElement(h("a")),
  toChildArray([1, [null, "b"]]),
  cloneElement(h("i", { a: 1 }), { b: 2 }).props,
);
class Boundary extends Component {
  static getDerivedStateFromError = ({ message }) => ({ message });
  render({ children }, { message }) {
    return message ?? children;
  }
}
const Fails = () => {
  throw new RangeError("render");
};
try {
  console.log(renderToString(h(Boundary, null, h(Fails))));
} catch (error) {
  console.log(error.message);
}
