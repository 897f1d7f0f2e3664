// Runs histories on the SCXML file with SCION: argument 1 is the file, standard input the histories.
// Prints, for each event sent, the active states and what was logged.
const scxml = require("@scion-scxml/scxml");
const histories = JSON.parse(require("fs").readFileSync(0, "utf8"));
const fail = (error) => {
  console.error(error);
  process.exit(1);
};
scxml.pathToModel(process.argv[2], (error, model) => {
  if (error) fail(error);
  model.prepare((error, prepared) => {
    if (error) fail(error);
    const result = histories.map((history) => {
      let logged = [];
      const log = (label, value) => logged.push([label, value]);
      const chart = new scxml.core.Statechart(prepared, { console: { log } });
      chart.start();
      return history.map(({ event, facts }) => {
        chart.gen({ name: "facts_stated", data: facts });
        logged = [];
        chart.gen({ name: event });
        return { states: chart.getFullConfiguration(), logged };
      });
    });
    process.stdout.write(JSON.stringify(result));
  });
});
