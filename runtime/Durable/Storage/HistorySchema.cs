using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>The tables, as the steps that lead from each version to the next. The file says which it has.</summary>
internal static class HistorySchema
{
    private static readonly string[] s_steps =
    [
        """
        -- One row an instance. `generation` counts executions: starting over raises it. Times are UTC ticks.
        CREATE TABLE instances (
            pk INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, version TEXT NOT NULL,
            generation INTEGER NOT NULL, status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            turn INTEGER NOT NULL, input TEXT, output TEXT, custom_status TEXT, failure TEXT, parent TEXT, tags TEXT, waits TEXT NOT NULL);
        -- One row a turn: what came in and what was decided, as a JSON array.
        CREATE TABLE history (instance INTEGER NOT NULL, turn INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (instance, turn)) WITHOUT ROWID;
        -- What an instance has yet to see. Answers name the execution that they answer; the rest is for whichever runs.
        CREATE TABLE inbox (seq INTEGER PRIMARY KEY, instance INTEGER NOT NULL, generation INTEGER, events TEXT NOT NULL, deliveries INTEGER NOT NULL);
        -- Activities to run. `deliveries` counts before each dispatch.
        CREATE TABLE work (
            seq INTEGER PRIMARY KEY, instance INTEGER NOT NULL, instance_id TEXT NOT NULL, generation INTEGER NOT NULL, task_id INTEGER NOT NULL,
            name TEXT NOT NULL, input TEXT, deliveries INTEGER NOT NULL);
        -- The one due-time index. Task -1 is the start of an instance.
        CREATE TABLE timers (
            due INTEGER NOT NULL, instance INTEGER NOT NULL, generation INTEGER NOT NULL, task_id INTEGER NOT NULL,
            PRIMARY KEY (due, instance, generation, task_id)) WITHOUT ROWID;
        -- Work that ended the process too often.
        CREATE TABLE set_aside (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, instance_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
            task_id INTEGER, deliveries INTEGER NOT NULL, error TEXT NOT NULL);
        """,
        // Activities belong to the trace of whoever started their orchestration.
        "ALTER TABLE work ADD COLUMN trace TEXT;",
    ];

    public static int Current => s_steps.Length;

    /// <exception cref="InvalidOperationException">The file was written by a newer build.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        var found = Convert.ToInt32(HistoryFile.Scalar(connection, "PRAGMA user_version;"), CultureInfo.InvariantCulture);
        if (found > Current)
        {
            throw new InvalidOperationException(
                $"The history file {path} has schema version {found}; this build knows up to {Current}. Run the build that wrote it, or a newer one.");
        }

        for (var version = found; version < Current; version++)
            HistoryFile.Execute(connection, $"BEGIN IMMEDIATE; {s_steps[version]} PRAGMA user_version={version + 1}; COMMIT;");
    }
}
