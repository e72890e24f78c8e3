/* rwstate: keep */ let renders = 0;
export default function App() { return <p onClick={() => renders++}>{renders}</p>; }
