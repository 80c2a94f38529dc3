import { membersChange, moved } from "./model";

it("counts who comes and who goes", () => {
  expect(membersChange(["ana", "luis"], ["luis", "sofia", "eva"])).toEqual({ added: 2, removed: 1 });
});

it("moves by one place and stays at the ends", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
});
