using PilotPairing.Domain.Messaging;

namespace PilotPairing.Domain.Tests.Messaging;

/// <summary>Which texts may be sent, what stands in them when they are, and which language serves whom.</summary>
public sealed class TemplateBodyTests
{
    [Fact]
    public void Every_placeholder_is_filled_once_and_filled_values_are_not_expanded_again() =>
        TemplateBody.Parse("{{company}}: {{name}}, {{link}} {{name}}")!.Value.Render("https://x/1", "{{link}}", "$1").Should()
            .Be("$1: {{link}}, https://x/1 {{link}}");

    [Theory]
    [InlineData("Oi {{link}}", true)]
    [InlineData("two\nlines\t{{link}}", true)]
    [InlineData("no place, { braces } and {{ open", true)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("{{1}}", false)]
    [InlineData("{{Link}}", false)]
    [InlineData("{{ link }}", false)]
    [InlineData("{{}}", false)]
    [InlineData("{{li\nnk}}", false)]
    [InlineData("bell \a", false)]
    public void A_text_knows_its_places(string text, bool isBody) => TemplateBody.Parse(text).HasValue.Should().Be(isBody);

    [Fact]
    public void A_text_has_at_most_1024_characters()
    {
        TemplateBody.Parse(new string('x', 1024)).Should().NotBeNull();
        TemplateBody.Parse(new string('x', 1025)).Should().BeNull();
    }

    [Theory]
    [InlineData("pt-BR", true)]
    [InlineData("pt_BR", true)]
    [InlineData("es", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("p", false)]
    [InlineData("pt BR", false)]
    [InlineData("pt-", false)]
    [InlineData("pt\n", false)]
    [InlineData(null, false)]
    public void A_language_is_a_tag(string? text, bool isLanguage) => TemplateLanguage.Parse(text).HasValue.Should().Be(isLanguage);

    [Theory]
    [InlineData("pt-BR", "pt_br", 2)]
    [InlineData("en", "en_US", 1)]
    [InlineData("es", "en", 0)]
    public void Languages_are_the_same_however_they_are_written(string one, string other, int likeness) =>
        TemplateLanguage.FromStore(one).Likeness(TemplateLanguage.FromStore(other)).Should().Be(likeness);

    [Theory]
    [InlineData("es", "es_MX")]
    [InlineData("pt-BR", "pt_BR")]
    [InlineData("fr", "en")]
    [InlineData(null, "en")]
    public void A_link_s_own_language_is_sent_and_else_the_oldest(string? locale, string sent)
    {
        var oldest = DateTimeOffset.UnixEpoch;
        MessageTemplate[] templates = [Template("es_MX", oldest.AddDays(2)), Template("en", oldest), Template("pt_BR", oldest.AddDays(1))];

        MessageTemplate.For(locale, templates)!.Language.Value.Should().Be(sent);
        MessageTemplate.For(locale, []).Should().BeNull();
    }

    private static MessageTemplate Template(string language, DateTimeOffset createdAt) => new(
        TemplateId.New(createdAt), new(Guid.Empty), MessageTemplate.OfLinks, TemplateCategory.Utility,
        TemplateLanguage.FromStore(language), TemplateBody.FromStore("{{link}}"),
        new(new(Guid.Empty), null), createdAt);
}
