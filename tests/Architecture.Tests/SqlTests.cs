using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>
/// Whose tables the SQL of each module names, and that it names its columns; what the statements do is tested on a database.
/// </summary>
public sealed partial class SqlTests
{
    [Fact]
    public void A_module_s_SQL_names_its_own_tables_only()
    {
        var strays = from source in Sources.Of("Infrastructure", ".cs")
                     from table in Tables.Foreign(source.Path, source.Text).Except(Tables.Exceptions.GetValueOrDefault(source.Path) ?? [])
                     select $"{source.Path} names {table}, which belongs to {Tables.Owners[table]}";

        strays.Should().BeEmpty();
    }

    [Fact]
    public void What_reads_the_tables_of_all_modules_writes_none()
    {
        var readers = Sources.Of("Infrastructure", ".cs")
            .Where(source => source.Path.StartsWith(Tables.ReadersOfAll, StringComparison.Ordinal)).ToList();

        readers.Should().NotBeEmpty();
        readers.Where(source => Tables.Writes(source.Text)).Select(source => source.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("var a = \"insert into numbers (id) values (@id)\";", true)]
    [InlineData("var a = \"update numbers set name = @name\";", true)]
    [InlineData("var a = \"update numbers number set name = @name\";", true)]
    [InlineData("var a = \"delete from numbers\";", true)]
    [InlineData("var a = \"select id from numbers for update\";", true)]
    [InlineData("var a = \"select updated_at from numbers\";", false)]
    public void A_planted_write_is_seen(string code, bool seen) => Tables.Writes(code).Should().Be(seen);

    [Fact]
    public void Every_exception_is_still_needed()
    {
        var sources = Sources.Of("Infrastructure", ".cs").ToDictionary(source => source.Path, source => source.Text);

        foreach (var (path, tables) in Tables.Exceptions)
            Tables.Foreign(path, sources[path]).Should().BeEquivalentTo(tables, path);
    }

    [Fact]
    public void Every_table_has_an_owner()
    {
        var created = Sources.Of("Infrastructure", ".sql", ".cs").SelectMany(source => Tables.Created(source.Text));

        created.Should().NotBeEmpty().And.OnlyContain(table => Tables.Owners.ContainsKey(table));
    }

    [Fact]
    public void Neither_the_Api_nor_the_use_cases_write_SQL() =>
        new[] { "Api", "Application", "Domain" }.SelectMany(folder => Sources.Of(folder, ".cs", ".cshtml"))
            .Where(source => Tables.Named(source.Text).Any()).Select(source => source.Path).Should().BeEmpty();

    [Theory]
    [InlineData("var a = \"select id from numbers where id = @id\";")]
    [InlineData("var a = $\"select {Columns} from numbers\";")]
    [InlineData("var a = \"\"\"\n  update pairing_links set a = 1\n  from numbers\n  \"\"\";")]
    [InlineData("var a = $\"\"\"\n  select 1 from pairing_links link\n  left join numbers on true\n  \"\"\";")]
    [InlineData("var a = \"\"\"with x as (delete from numbers returning id) select id from x\"\"\";")]
    [InlineData("var a = @\"insert into numbers (\"\"id\"\") values (1)\";")]
    [InlineData("var a = '\"'; var b = \"delete from pairing_links using numbers n where true\";")]
    [InlineData("// isn't it\nvar a = \"select 1 from pairing_links link, numbers\";")]
    public void A_planted_table_of_another_module_is_seen(string code) =>
        Tables.Foreign("Infrastructure/Links/Planted.cs", code).Should().Equal("numbers");

    [Theory]
    [InlineData("// select id from numbers\nvar a = 1;")]
    [InlineData("/* select id from numbers */ var a = \"select events from pairing_links for update skip locked\";")]
    [InlineData("var a = from numbers in b select numbers;")]
    [InlineData("var a = \"select pg_notify('outbox', '') from pairing_links\";")]
    [InlineData("var a = \"insert into pairing_links (id) values (1) on conflict (id) do update set a = 1\";")]
    public void Comments_columns_and_queries_over_objects_are_no_tables(string code) =>
        Tables.Foreign("Infrastructure/Links/Planted.cs", code).Should().BeEmpty();

    [Fact]
    public void Columns_are_named()
    {
        var stars = from source in Sources.Of("Infrastructure", ".cs", ".sql")
                    from text in source.Path.EndsWith(".sql", StringComparison.Ordinal) ? [source.Text] : Sources.Literals(source.Text)
                    where IsStarred(text)
                    select source.Path;

        stars.Should().BeEmpty();
    }

    [Theory]
    [InlineData("select * from numbers", true)]
    [InlineData("select\n  numbers.* from numbers", true)]
    [InlineData("insert into x (a) values (1) returning *", true)]
    [InlineData("select count(*) from numbers", false)]
    [InlineData("select a * b from numbers", false)]
    public void A_planted_star_is_seen(string sql, bool starred) => IsStarred(sql).Should().Be(starred);

    /// <summary>Connections are not reset between uses (see Database.Open). LISTEN has a connection of its own.</summary>
    [Fact]
    public void No_statement_leaves_anything_on_its_session()
    {
        var leaving = from source in Sources.Of("Infrastructure", ".cs", ".sql")
                      from text in source.Path.EndsWith(".sql", StringComparison.Ordinal) ? [source.Text] : Sources.Literals(source.Text)
                      where LeavesSessionState(text)
                      select source.Path;

        leaving.Should().BeEmpty();
    }

    [Theory]
    [InlineData("select pg_advisory_lock(1)", true)]
    [InlineData("select pg_try_advisory_lock(1)", true)]
    [InlineData("set statement_timeout = 5000", true)]
    [InlineData("select 1;\nset session time zone 'UTC'", true)]
    [InlineData("create temp table found (id uuid)", true)]
    [InlineData("create temporary table found on commit drop as select 1; create temp table other (id uuid)", true)]
    [InlineData("create temporary table found on commit drop as select 1", false)]
    [InlineData("select set_config('a.b', 'c', false)", true)]
    [InlineData("declare found cursor with hold for select id from numbers", true)]
    [InlineData("select pg_advisory_xact_lock(1)", false)]
    [InlineData("set local statement_timeout = 5000", false)]
    [InlineData("update numbers\n   set statement_timeout = 1", false)]
    public void Planted_session_state_is_seen(string sql, bool leaves) => LeavesSessionState(sql).Should().Be(leaves);

    private static bool LeavesSessionState(string sql) => SessionState().IsMatch(sql);

    [GeneratedRegex(
        @"pg_(try_)?advisory_lock|create\s+(temp|temporary)\b(?![^;]*\bon\s+commit\s+drop\b)"
        + @"|\bset_config\s*\(|\bwith\s+hold\b|(\A|;)\s*set\s+(?!local\b)\w+(\s+\w+)*\s*(=|\bto\b|')",
        RegexOptions.ExplicitCapture)]
    private static partial Regex SessionState();

    private static bool IsStarred(string sql) => Star().IsMatch(sql);

    [GeneratedRegex(@"\b(select|returning)\s+(distinct\s+)?([a-z_]+\.)?\*", RegexOptions.ExplicitCapture)]
    private static partial Regex Star();
}
