import { addCatalogues } from ".";

// What no parent's page uses: a parent's phone does not even fetch the names of these files.
addCatalogues(
  import.meta.glob<Record<string, unknown>>(
    "./{ja,en}/{accounts,alerts,clinician,coordinator,duty,evaluation,jobs,lines,records,reports,rota,schedules,services,surveys,today,trends}.json",
    { import: "default" },
  ),
);
