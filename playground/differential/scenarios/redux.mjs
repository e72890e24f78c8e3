import {
  applyMiddleware,
  bindActionCreators,
  combineReducers,
  compose,
  createStore,
  isAction,
  legacy_createStore,
} from "redux";

const reducer = combineReducers({
  count: (state = 0, { type, by = 1 }) => (type === "up" ? state + by : state),
  last: (_ = null, { type }) => (type.startsWith("@@redux") ? "init" : type),
});
const logger =
  ({ getState }) =>
  (next) =>
  (action) => {
    console.log("before", getState(), action);
    return next(action);
  };
const thunk =
  ({ dispatch }) =>
  (next) =>
  (action) =>
    typeof action === "function" ? action(dispatch) : next(action);
const store = createStore(reducer, { count: 5 }, compose(applyMiddleware(thunk, logger)));
const stop = store.subscribe(() => console.log("heard", store.getState()));
const { up } = bindActionCreators({ up: (by) => ({ type: "up", by }) }, store.dispatch);
up(2);
console.log(store.dispatch((dispatch) => dispatch({ type: "thunk" })));
stop();
up();
store.replaceReducer((state) => ({ ...state, replaced: true }));
console.log(
  store.getState(),
  isAction({ type: "x" }),
  isAction(() => {}),
  legacy_createStore === createStore,
);
for (const wrong of [{}, { type: 1 }, null, () => {}]) {
  try {
    createStore((state = 0) => state).dispatch(wrong);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
