using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>How types and files are cut: sealed, hidden, short, and ids read at the edge only.</summary>
public sealed partial class ShapeTests
{
    private const int LongestFile = 250;

    /// <summary>Public because the Api composes them, the tests start them, or a source generator needs to see them.</summary>
    private static readonly string[] Shown =
    [
        "InfrastructureModule", "EncryptionOptions", "OpsOptions", "OpsUser", "OidcOptions", "OidcBackchannel", "Database",
        "UnfitDatabaseException", "Migrations", "EmbeddedPostgres", "EmbeddedPostgresOptions",
        "EmbeddedPostgresException", "QrImages", "WebhooksModule", "WebhookOptions", "ExactEnumJsonConverter`1", "ReadableJson",
        "SettingUrl", "Meters",
    ];

    [Fact]
    public void Nine_classes_in_ten_are_sealed()
    {
        var classes = Layers.All.SelectMany(Written).Where(type => type.IsClass && !type.IsAbstract && !type.IsSubclassOf(typeof(Delegate)))
            .ToList();
        var open = classes.Where(type => !type.IsSealed).Select(type => type.FullName).ToList();

        open.Count.Should().BeLessThanOrEqualTo(classes.Count / 10, string.Join(", ", open));
    }

    [Fact]
    public void Infrastructure_and_Api_show_what_is_listed_and_nothing_else()
    {
        var shown = new[] { Layers.Infrastructure, Layers.LocalPostgres, Layers.Api }.SelectMany(Written)
            .Where(type => type.IsVisible && !type.IsNested && !IsPage(type)).Select(type => type.Name);

        shown.Where(name => !name.EndsWith("JsonConverter", StringComparison.Ordinal)).Should().BeSubsetOf(Shown);
    }

    [Fact]
    public void No_file_is_longer_than_two_things() =>
        Sources.Of(".", ".cs", ".cshtml", ".ts").Where(source => Lines(source.Text) > LongestFile)
            .Select(source => $"{source.Path} has {Lines(source.Text)} lines").Should().BeEmpty();

    [Fact]
    public void Nothing_is_started_without_being_awaited() =>
        Sources.Of(".", ".cs", ".cshtml").Where(source => AsyncVoid().IsMatch(source.Text)).Select(source => source.Path).Should()
            .BeEmpty();

    [Theory]
    [InlineData("private async void Run()", true)]
    [InlineData("static async  void Run()", true)]
    [InlineData("button.Click += async void (_, _) => { };", true)]
    [InlineData("private async Task Run()", false)]
    public void A_planted_async_void_is_seen(string code, bool seen) => AsyncVoid().IsMatch(code).Should().Be(seen);

    /// <summary>But for names we wrote ourselves and meet again: a session's at a gateway, an asset's in a URL of ours.</summary>
    private static readonly string[] ReadersOfOurOwnNames = ["Domain/Numbers/NumberId.cs", "Application/Branding/LogoAddress.cs"];

    [Fact]
    public void Ids_and_tokens_are_read_at_the_edge_only() =>
        new[] { "Domain", "Application", "Infrastructure" }.SelectMany(folder => Sources.Of(folder, ".cs"))
            .Where(source => ReadsIds().IsMatch(source.Text)).Select(source => source.Path).Should().BeEquivalentTo(ReadersOfOurOwnNames);

    [Theory]
    [InlineData("if (WireId.TryParse(\"num_\", text, out var id))", true)]
    [InlineData("var token = PairingToken.Parse(text);", true)]
    [InlineData("public static bool TryParse(string prefix, string? text, out Guid value)", false)]
    public void A_planted_reader_is_seen(string code, bool seen) => ReadsIds().IsMatch(code).Should().Be(seen);

    [Fact]
    public void The_sources_are_really_read() => Sources.Of(".", ".cs").Should().HaveCountGreaterThan(100);

    private static IEnumerable<Type> Written(Assembly assembly) => assembly.GetTypes().Where(type =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
            && !type.Name.Contains('<', StringComparison.Ordinal)
        && type.Namespace?.StartsWith("PilotPairing", StringComparison.Ordinal) == true
        && (type.DeclaringType is null || IsWritten(type.DeclaringType)));

    private static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal);

    /// <summary>Razor Pages finds its models by reflection and wants them public.</summary>
    private static bool IsPage(Type type) => type.IsSubclassOf(typeof(Microsoft.AspNetCore.Mvc.RazorPages.PageModel));

    private static int Lines(string text) => text.AsSpan().TrimEnd().Count('\n') + 1;

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\b(WireId\.TryParse|PairingToken\.Parse)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex ReadsIds();
}
