using System.Text.RegularExpressions;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>Which rights on its tables our user lacks: a mistake in the set-up that nothing but a grant ends.</summary>
internal static partial class DatabaseRights
{
    public const string JobSchema = "jobs";

    /// <summary>Another program's tables may stand beside ours.</summary>
    private static readonly string[] Ours =
    [
        "schema_migrations",
        .. MigrationScript.Embedded().SelectMany(script => CreateTable().Matches(script.Sql)).Select(made => made.Groups["table"].Value),
    ];

    /// <summary>Tables of which an operator may grant less: one is only read by a server, the other is only added to.</summary>
    private static readonly string[] ReadOnly = ["schema_migrations"], AppendOnly = ["audit_log"];

    /// <param name="schema">Null is the one that our own tables are in.</param>
    /// <returns>Such as <c>insert, update on public.numbers</c>; empty when nothing is missing.</returns>
    public static async Task<IReadOnlyList<string>> Missing(
        NpgsqlConnection connection, string? schema, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand(
            """
            select string_agg(privilege, ', ' order by position) || ' on ' || nspname || '.' || relname
              from pg_class join pg_namespace on pg_namespace.oid = relnamespace
             cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality as needed (privilege, position)
             where nspname = coalesce(@schema, current_schema()) and relkind in ('r', 'p')
               and (@schema is not null or relname = any(@ours))
               and not has_table_privilege(pg_class.oid, privilege)
               and not (relname = any(@readOnly) and privilege <> 'select')
               and not (relname = any(@appendOnly) and privilege in ('update', 'delete'))
             group by nspname, relname
             order by nspname, relname
            """,
            connection);
        ask.Parameters.Add(new("schema", NpgsqlTypes.NpgsqlDbType.Text) { Value = (object?)schema ?? DBNull.Value });
        ask.Parameters.AddWithValue("ours", Ours);
        ask.Parameters.AddWithValue("readOnly", ReadOnly);
        ask.Parameters.AddWithValue("appendOnly", AppendOnly);
        var missing = new List<string>();
        await using var rows = await ask.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            missing.Add(rows.GetString(0));
        return missing;
    }

    [GeneratedRegex("^create (?:unlogged )?table (?<table>[a-z_]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CreateTable();
}
