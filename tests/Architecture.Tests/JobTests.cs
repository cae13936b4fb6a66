using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>Who knows the library that runs the jobs; which job does what is tested on a database.</summary>
public sealed partial class JobTests
{
    /// <summary>The jobs themselves, the migration that makes their tables, and the composition root.</summary>
    private static readonly string[] Knowing = ["Infrastructure/Jobs/", "Infrastructure/Postgres/JobTables.cs", "Api/Hosting/"];

    [Fact]
    public void Only_the_jobs_and_the_composition_root_know_Hangfire() =>
        new[] { "Domain", "Application", "Infrastructure", "Api" }.SelectMany(folder => Sources.Of(folder, ".cs", ".cshtml"))
            .Where(source => Knows(source.Text) && !Knowing.Any(folder => source.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Select(source => source.Path).Should().BeEmpty();

    [Fact]
    public void The_jobs_do_know_it() => Sources.Of("Infrastructure", ".cs").Count(source => Knows(source.Text)).Should().BeGreaterThan(10);

    [Theory]
    [InlineData("using Hangfire;", true)]
    [InlineData("using Hangfire.States;", true)]
    [InlineData("var a = Hangfire.JobStorage.Current;", true)]
    [InlineData("@using Hangfire", true)]
    [InlineData("// Hangfire runs it", false)]
    public void A_planted_use_is_seen(string code, bool seen) => Knows(code).Should().Be(seen);

    private static bool Knows(string code) => Use().IsMatch(code);

    [GeneratedRegex(@"\busing Hangfire\b|\bHangfire\.[A-Z]")]
    private static partial Regex Use();
}
