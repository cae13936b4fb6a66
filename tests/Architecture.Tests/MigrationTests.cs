using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>
/// From version 0.2.0 on, two versions run side by side while nodes are replaced one after the other: a migration only adds, so that the
/// version before it works on. What must not be added to says why that version does not need it.
/// </summary>
public sealed partial class MigrationTests
{
    private const int FirstSideBySide = 170;

    [Fact]
    public void Migrations_only_add_or_give_the_reason_why_the_version_before_does_not_mind()
    {
        var later = Sources.Of("Infrastructure", ".sql").Where(source => source.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(source => Number(source.Path) >= FirstSideBySide).ToList();

        later.Should().NotBeEmpty();
        later.SelectMany(source => Breaking(source.Text).Select(line => $"{source.Path}: {line}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("drop table numbers;")]
    [InlineData("alter table numbers drop column name;")]
    [InlineData("alter table numbers\n    rename column name to title;")]
    [InlineData("alter table numbers rename to phones;")]
    [InlineData("alter table numbers add column colour text not null;")]
    [InlineData("alter table numbers alter column name type varchar(10);")]
    [InlineData("alter table numbers alter column external_ref set not null;")]
    [InlineData("alter table numbers add constraint numbers_name check (name <> '');")]
    [InlineData("create unique index numbers_once on numbers (number);")]
    [InlineData("-- Both versions: see below\ndrop table numbers;")]
    public void A_planted_change_that_the_version_before_cannot_bear_is_seen(string sql) => Breaking(sql).Should().NotBeEmpty();

    [Theory]
    [InlineData("create table colours (id uuid primary key, name text not null);")]
    [InlineData("alter table numbers add column colour text;")]
    [InlineData("alter table numbers add column colour text not null default 'blue';")]
    [InlineData("create index numbers_by_name on numbers (name);")]
    [InlineData("-- The version before is fine: it never reads this column.\nalter table numbers drop column name;")]
    [InlineData("-- The version before is fine: nothing writes there.\ncreate unique index numbers_once on numbers (number);")]
    public void What_adds_or_gives_its_reason_passes(string sql) => Breaking(sql).Should().BeEmpty();

    private static int Number(string path) => int.Parse(
        Path.GetFileName(path)[..4], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Breaking(string sql) =>
        from statement in sql.Split(';')
        where !statement.Contains("-- The version before is fine: ", StringComparison.Ordinal)
        let plain = Comment().Replace(statement, "")
        where Change().IsMatch(plain) || (Required().IsMatch(plain) && !plain.Contains("default", StringComparison.OrdinalIgnoreCase))
        select plain.Trim();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bdrop\s+(table|column|view|function|type|constraint|not\s+null)\b|\brename\b|\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b|\bset\s+not\s+null\b|\badd\s+(constraint|check|unique|foreign)\b|\bcreate\s+unique\s+index\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Change();

    [GeneratedRegex(@"\badd\s+column\b[^,]*\bnot\s+null\b", RegexOptions.IgnoreCase)]
    private static partial Regex Required();
}
