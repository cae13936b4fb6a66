using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Messaging;

/// <summary>How a link fills a template at Meta, and every reason why it cannot.</summary>
public sealed class TemplateFitTests
{
    private const string Page = "https://pair.example.com/connect/{{1}}";
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Page, "")]
    [InlineData("https://pair.example.com/{{1}}", "connect/")]
    [InlineData("https://PAIR.example.com/connect/{{1}}", "")]
    [InlineData("https://old.example.com/con{{1}}", "nect/")]
    public void A_button_takes_what_its_URL_lacks(string url, string before) =>
        Fit("texto", Shape(buttons: [new("QUICK_REPLY", null), new("URL", url)])).Should().BeEquivalentTo(
            new { Problem = (FieldError?)null, Buttons = new[] { new LinkButton(1, before) } });

    [Fact]
    public void Numbered_variables_stand_for_the_places_of_the_text_in_their_order() =>
        Places(Fit("{{company}}: {{name}} {{link}} {{name}}", Shape(["1", "2", "3"]))).Should()
            .Equal(TemplatePlace.Company, TemplatePlace.Name, TemplatePlace.Link);

    [Fact]
    public void Named_variables_need_no_text() =>
        Fit("texto", Shape(["name", "link"], isNamed: true)).Body.Should()
            .Equal(new TemplateSlot("name", TemplatePlace.Name), new TemplateSlot("link", TemplatePlace.Link));

    [Fact]
    public void A_link_that_the_button_carries_need_not_be_a_variable() =>
        Places(Fit("{{name}} {{link}}", Shape(["1"], buttons: [new("URL", Page)]))).Should().Equal(TemplatePlace.Name);

    [Fact]
    public void A_header_is_filled_by_name() =>
        Fit("texto", Shape(isNamed: true, buttons: [new("URL", Page)]) with { HeaderFormat = "TEXT", Header = ["company"] })
            .Header.Should().Equal(new TemplateSlot("company", TemplatePlace.Company));

    [Theory]
    [InlineData("https://other.example.com/connect/{{1}}")]
    [InlineData("https://pair.example.com.evil.example/connect/{{1}}")]
    [InlineData("https://pair.example.com{{1}}")]
    [InlineData("https://pair.example.com/elsewhere/{{1}}")]
    public void A_button_that_leads_elsewhere_is_a_problem(string url) =>
        Problem("texto", Shape(buttons: [new("URL", url)])).Should().Be("sender.meta.templateName");

    [Fact]
    public void Without_a_button_and_without_a_variable_the_problem_says_what_is_needed()
    {
        var problem = Fit("texto", Shape(buttons: [new("URL", "https://pair.example.com/"), new("QUICK_REPLY", null)])).Problem!;

        problem.Field.Should().Be("sender.meta.templateName");
        problem.Problem.Should().Contain(Page).And.Contain("{{link}}");
    }

    [Fact]
    public void The_named_button_must_be_one_with_a_dynamic_URL()
    {
        var shape = Shape(buttons: [new("QUICK_REPLY", null), new("URL", Page)]);

        Problem("texto", shape, button: 0).Should().Be("sender.meta.urlButton");
        Problem("texto", shape, button: 1).Should().BeNull();
        Problem("{{link}}", Shape(["1"]), button: 0).Should().BeNull("the body carries it");
    }

    [Theory]
    [InlineData("{{name}}", 2)]
    [InlineData("texto", 1)]
    [InlineData("{{name}} {{company}} {{link}}", 1)]
    public void A_text_that_names_another_number_of_values_is_a_problem(string body, int variables) =>
        Problem(body, Shape([.. Enumerable.Range(1, variables).Select(number => $"{number}")], buttons: [new("URL", Page)])).Should()
            .Be("body");

    [Fact]
    public void What_a_link_has_no_value_for_is_a_problem()
    {
        var button = new TemplateButton("URL", Page);
        Problem("texto", Shape(["coupon"], isNamed: true, buttons: [button])).Should().Be("body");
        Problem("texto", Shape(buttons: [button]) with { HeaderFormat = "TEXT", Header = ["1"] }).Should().Be("sender.meta.templateName");
        Problem("texto", Shape(buttons: [button]) with { HeaderFormat = "IMAGE" }).Should().Be("sender.meta.templateName");
        Problem("texto", Shape(buttons: [button, new("COPY_CODE", null)])).Should().Be("sender.meta.templateName");
        Problem("texto", Shape(buttons: [button]), category: "AUTHENTICATION").Should().Be("sender.meta.templateName");
    }

    [Theory]
    [InlineData("{{2}} {{1}} {{ 10 }} {{2}}", "1 2 10")]
    [InlineData("{{name}} {{link}}", "name link")]
    [InlineData(null, "")]
    [InlineData("no {1} {{}}", "")]
    public void Variables_are_read_once_each_and_numbers_in_order(string? text, string variables) =>
        string.Join(' ', TemplateShape.Variables(text)).Should().Be(variables);

    [Theory]
    [InlineData("pt-br", "pt_BR")]
    [InlineData("PT_br", "pt_BR")]
    [InlineData("en", "en")]
    [InlineData("es-419", "es_419")]
    public void A_language_is_written_as_Meta_writes_it(string language, string code) =>
        TemplateLanguage.Parse(language)!.Value.MetaCode.Should().Be(code);

    [Theory]
    [InlineData(190, null, SendFailure.SenderNotConnected)]
    [InlineData(200, null, SendFailure.SenderNotConnected)]
    [InlineData(100, 33, SendFailure.SenderNotConnected)]
    [InlineData(100, null, SendFailure.GatewayError)]
    [InlineData(131026, null, SendFailure.RecipientNotOnWhatsApp)]
    [InlineData(132015, null, SendFailure.TemplateRejected)]
    [InlineData(131049, null, SendFailure.SenderLimited)]
    [InlineData(131031, null, SendFailure.SenderRestricted)]
    [InlineData(999999, null, SendFailure.GatewayError)]
    [InlineData(null, null, SendFailure.GatewayError)]
    public void An_error_of_Meta_has_its_class(int? code, int? subcode, SendFailure failure) =>
        MetaErrors.FailureOf(code, subcode).Should().Be(failure);

    private static TemplateShape Shape(string[]? body = null, bool isNamed = false, TemplateButton[]? buttons = null) =>
        new(isNamed, null, [], body ?? [], buttons ?? []);

    private static IEnumerable<TemplatePlace> Places(TemplateFit fit) => fit.Body.Select(slot => slot.Place);

    private static string? Problem(string body, TemplateShape shape, int? button = null, string category = "UTILITY") =>
        Fit(body, shape, button, category).Problem?.Field;

    private static TemplateFit Fit(string body, TemplateShape shape, int? button = null, string category = "UTILITY")
    {
        var language = TemplateLanguage.FromStore("pt_BR");
        var template = new MessageTemplate(
            TemplateId.New(Now), new TenantId(Guid.Empty), MessageTemplate.OfLinks, TemplateCategory.Utility, language,
            TemplateBody.FromStore(body), new(NumberId.New(Now), new("at_meta", language, button)), Now);
        return TemplateFit.Of(template, new("APPROVED", category, "pt_BR", shape),
            ["https://pair.example.com", "https://old.example.com"]);
    }
}
