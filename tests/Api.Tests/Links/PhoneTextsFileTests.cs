using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Api.Tests.Docs;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Links;

/// <summary>
/// The words of WhatsApp as data: what is shipped has a date and a source for each, and an operator's file replaces some or is refused as a
/// whole.
/// </summary>
public sealed class PhoneTextsFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_shipped_text_has_a_date_and_a_source_and_no_language_lacks_one()
    {
        var languages = Texts.All.Select(texts => texts.Tag).ToDictionary(language => language, ShippedOf);

        foreach (var (language, entries) in languages)
        {
            foreach (var (key, entry) in entries)
            {
                DateOnly.Parse(entry.GetProperty("date").GetString()!, System.Globalization.CultureInfo.InvariantCulture).Year.Should()
                    .BeGreaterThan(2020, $"{language} {key}");
                entry.GetProperty("source").GetString().Should().NotBeNullOrWhiteSpace($"{language} {key}");
            }

            entries.Keys.Where(key => key != "step.link.older").Should().BeEquivalentTo(languages["en"].Keys, language);
            Write(new Dictionary<string, Dictionary<string, JsonElement>> { [language] = entries });
            PhoneTextsFile.Read(_path).Problems.Should().BeEmpty("what is shipped is also what a file may say");
        }
    }

    [Fact]
    public async Task A_text_of_the_guides_file_is_what_the_page_says_and_the_others_stay()
    {
        File.WriteAllText(_path, Guide.Blocks(Guide.Read("docs", "operating.md"), "json").Should().ContainSingle().Which);
        await using var host = new ApiHost { Settings = { ["Page:TextsFile"] = _path } };
        await host.InitializeAsync();
        var link = await host.NewLink();

        var html = (await host.Get($"/connect/{link.Token()}?lang=pt-BR", key: "")).Text;

        html.Should().Contain("Toque em <b>Aparelhos vinculados</b>").And.NotContain("e em <b>Conectar dispositivo</b>")
            .And.Contain("Abra o <b>WhatsApp</b> no seu celular");
        (await host.Get($"/connect/{link.Token()}?lang=es", key: "")).Text.Should().Contain("<b>Vincular dispositivo</b>");
    }

    [Theory]
    [InlineData("""{"fr":{}}""", "fr is not a language of the page: pt-BR, es, en")]
    [InlineData("""{"en":{"step.opn":{"text":"Open"}}}""", "en step.opn is not a text of the page")]
    [InlineData("""{"en":{"step.open":"Open"}}""", "en step.open must be a JSON object")]
    [InlineData("""{"en":{"step.open":{}}}""", "en step.open has no text")]
    [InlineData("""{"en":{"step.open":{"text":7}}}""", "en step.open: text must be a string")]
    [InlineData("""{"en":{"step.open":{"text":" "}}}""", "en step.open: text must be 1 to 400 characters without control characters")]
    [InlineData("""{"en":{"step.open":{"text":"Open **WhatsApp"}}}""", "en step.open: text opens ** and does not close it")]
    [InlineData("""{"en":{"step.open":{"text":"Open {0}"}}}""", "en step.open: text may have no braces")]
    [InlineData("""{"en":{"undo.named":{"text":"Tap {0} or {1}"}}}""", "en undo.named: text may have no braces but {0}")]
    [InlineData("""{"en":{"step.open":{"text":"Open","date":"yesterday"}}}""", "en step.open: date must be a day as YYYY-MM-DD")]
    [InlineData("""{"en":{"step.open":{"text":"Open","sauce":"x"}}}""", "en step.open has an unknown member sauce")]
    [InlineData("""{"en":{"step.open":{"text":"A"},"step.open":{"text":"B"}}}""", "en step.open stands there twice")]
    [InlineData("""{"en":[]}""", "en must be a JSON object")]
    [InlineData("[]", "it must be a JSON object")]
    [InlineData("{\n\"en\":", "it is not JSON, at line 2")]
    [InlineData("", "it is not JSON, at line 1")]
    [InlineData("""{"en":{"step.open":{"text":"\ud800"}}}""", "it cannot be read: ")]
    public void A_broken_file_is_refused_by_its_name_and_key(string content, string problem)
    {
        File.WriteAllText(_path, content);

        new PageOptionsValidator().Validate(null, new() { TextsFile = _path }).Failures.Should().ContainSingle().Which.Should()
            .StartWith($"Page:TextsFile {_path}: {problem}");
    }

    [Fact]
    public async Task With_a_broken_file_the_program_does_not_start()
    {
        File.WriteAllText(_path, """{"en":{"step.opn":{"text":"Open"}}}""");
        await using var database = await TestPostgres.CreateDatabase();

        var start = () => ApiHost.On(database.ConnectionString, settings: ("Page:TextsFile", _path));

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should()
            .Equal($"Page:TextsFile {_path}: en step.opn is not a text of the page.");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        new PageOptionsValidator().Validate(null, new() { TextsFile = "/nowhere/texts.json" }).Failures.Should().ContainSingle()
            .Which.Should().StartWith("Page:TextsFile /nowhere/texts.json: it cannot be read: ");

    [Fact]
    public void All_problems_are_told_at_once()
    {
        File.WriteAllText(_path, """{"en":{"a":{"text":"x"},"step.open":{"text":""}},"fr":{}}""");

        new PageOptionsValidator().Validate(null, new() { TextsFile = _path }).Failures.Should().HaveCount(3);
    }

    [Fact]
    public void Older_words_can_be_added_where_a_language_has_none()
    {
        File.WriteAllText(_path, """{"en":{"step.link.older":{"text":"(older apps: **WhatsApp Web**)"}}}""");

        var (texts, problems) = PhoneTextsFile.Read(_path);

        problems.Should().BeEmpty();
        texts["en"].StepLinkOlder.Should().Be("(older apps: **WhatsApp Web**)");
        PhoneTextsFile.Shipped["en"].StepLinkOlder.Should().BeNull();
    }

    private void Write<T>(T content) => File.WriteAllText(_path, JsonSerializer.Serialize(content));

    private static Dictionary<string, JsonElement> ShippedOf(string language)
    {
        using var stream = typeof(PhoneTexts).Assembly.GetManifestResourceStream($"phone.{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(stream)!;
    }
}
