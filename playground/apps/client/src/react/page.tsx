import { useState } from "react";
import { createRoot } from "react-dom/client";
import Part from "./part";

function Page() {
  const [clicks, setClicks] = useState(0);
  return (
    <>
      <button id="clicks" onClick={() => setClicks(clicks + 1)}>
        {clicks}
      </button>
      <Part />
    </>
  );
}

createRoot(document.querySelector("#app")!).render(<Page />);
