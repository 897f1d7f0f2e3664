// Builds an XState machine from the exported JSON definition and runs histories on it: argument 1 is
// the folder of node packages, argument 2 the definition, standard input the histories.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { createMachine, createActor, assign, and, or, not, stateIn } = await import(
  pathToFileURL(`${process.argv[2]}/xstate/dist/xstate.cjs.js`).href
);
const definition = JSON.parse(readFileSync(process.argv[3], "utf8"));
const histories = JSON.parse(readFileSync(0, "utf8"));
const trees = Object.fromEntries(definition.guards.map((guard) => [guard.name, guard.tree]));
const events = Object.fromEntries(definition.events.map((event) => [event.name, event]));
const always = () => true;

function guard(tree) {
  if (tree === true) return always;
  if ("fact" in tree) return ({ context }) => context[tree.fact];
  if ("in" in tree) return stateIn(`#${tree.in}`);
  if ("not" in tree) return not(guard(tree.not));
  return "and" in tree ? and(tree.and.map(guard)) : or(tree.or.map(guard));
}

function truth(tree, context) {
  if (tree === true) return true;
  if ("fact" in tree) return context[tree.fact];
  if ("in" in tree) throw new Error("an act's condition reads a state");
  if ("not" in tree) return !truth(tree.not, context);
  const part = (inner) => truth(inner, context);
  return "and" in tree ? tree.and.every(part) : tree.or.some(part);
}

let logged = [];
function transition(item) {
  const actions = [
    ({ context }) => {
      logged.push(["fired", item.name]);
      for (const act of item.acts)
        if (truth(trees[act.when], context)) logged.push(["act", act.text]);
    },
  ];
  const { lead, changes } = events[item.event];
  if (lead === item.region) actions.push(assign(changes));
  return { target: `#${item.target}`, guard: guard(trees[item.guard]), reenter: true, actions };
}

function children(parent) {
  const inside = definition.states.filter((state) => state.parent === parent);
  return Object.fromEntries(inside.map((state) => [state.name, node(state)]));
}

function node(state) {
  if (!state.leaf) {
    const states = children(state.name);
    return { id: state.name, initial: initialOf(state.name) ?? Object.keys(states)[0], states };
  }
  const on = {};
  for (const item of definition.transitions.filter((one) => one.source === state.name))
    (on[item.event] ??= []).push(transition(item));
  return { id: state.name, on };
}

function initialOf(parent) {
  const begins = (state) =>
    state.leaf ? state.initial : definition.states.some((s) => s.parent === state.name && s.initial);
  return definition.states.filter((state) => state.parent === parent).find(begins)?.name;
}

const facts = Object.fromEntries(definition.facts.map((fact) => [fact.name, fact.value]));
const machine = createMachine({
  id: "case",
  type: "parallel",
  context: facts,
  on: { facts_stated: { actions: assign(({ event }) => event.facts) } },
  states: Object.fromEntries(
    definition.regions.map(({ name }) => [
      name,
      { id: `region_${name}`, initial: initialOf(name), states: children(name) },
    ]),
  ),
});
const result = histories.map((history) => {
  const actor = createActor(machine).start();
  return history.map(({ event, facts }) => {
    actor.send({ type: "facts_stated", facts });
    logged = [];
    actor.send({ type: event });
    const snapshot = actor.getSnapshot();
    return { states: snapshot._nodes.map((state) => state.key), logged };
  });
});
process.stdout.write(JSON.stringify(result));
