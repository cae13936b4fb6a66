using PilotPairing.Api.Tests.Meta;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>Every place that takes a phone reads it alike, and answers with the digits that were understood.</summary>
public sealed class WrittenNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    public static TheoryData<string, string> Written => new()
    {
        { "+44 (0)7911 123456", "447911123456" },
        { "+49 (0)151-12345678", "4915112345678" },
        { "+54 11 15 1234-5678", "5491112345678" },
        { "+39 06 1234 5678", "390612345678" },
        { "\u2066+44\u00a0(0)7911\u2011123\u200b456\u2069", "447911123456" },
        { "＋４４（０）７９１１ １２３４５６", "447911123456" },
        { "+52 1 55 1234 5678", "5215512345678" },
        { "+999 0123 456 789", "9990123456789" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_number(string written, string digits)
    {
        var made = (await host.Post("/v1/numbers", new { name = "Loja", number = written })).Expect(201).GetProperty("instance");

        made.Text("number").Should().Be(digits);
        (await host.Get($"/v1/numbers/{made.Text("id")}")).Expect(200).Text("number").Should().Be(digits);
        (await host.Events(made.Text("id"), "number.created")).Should().ContainSingle().Which.Text("number").Should().Be("+" + digits);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_link(string written, string digits)
    {
        var link = await host.NewLink(new { name = "Loja", number = written });

        link.GetProperty("instance").Text("number").Should().Be(digits);
        link.Text("maskedNumber").Should().EndWith(digits[^4..]);
    }

    [Theory]
    [InlineData("+44 (0)7911 ", "447911")]
    [InlineData("\u202a＋44\u00a00", "44")]
    public async Task A_number_at_Meta(string front, string digits)
    {
        var phone = digits + MetaScene.NewPhone()[^(12 - digits.Length)..];
        var number = front + phone[digits.Length..];
        var body = new { name = "Loja", number, metaPhoneId = phone, wabaId = "102290129340398", accessToken = "EAAG-typed-once" };

        var made = (await host.Post("/v1/numbers/meta", body)).Expect(201);

        made.GetProperty("instance").Text("number").Should().Be(phone);
    }

    [Theory]
    [InlineData("+44 (0)7911 123456")]
    [InlineData("\u202d+44 7911\u2013123456\u202c")]
    public async Task The_phone_of_a_simulated_scan(string written)
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = "+447911123456" });

        (await host.Simulate(link.NumberId(), "scan", phone: written)).Expect(200).Text("phase").Should().Be("connected");
    }

    [Theory]
    [InlineData("+44 (0)7911 123458")]
    [InlineData("＋44\u00a07911\u00a0123458")]
    public async Task The_phone_of_a_simulated_signup(string written)
    {
        var link = await host.NewLink(new { provider = "META" });

        var ended = await host.Post($"/v1/test/links/{link.LinkId()}/simulate", new { @event = "meta_finish", phone = written });

        ended.Expect(200).Text("state").Should().Be("OPEN");
        var numbers = (await host.Get("/v1/numbers?provider=META")).Expect(200).EnumerateArray();
        numbers.Should().Contain(number => number.Text("number") == "447911123458");
    }

    [Theory]
    [InlineData("5511977770001", "551177770001")]
    [InlineData("2250747020304", "22547020304")]
    [InlineData("22996123456", "+229 01 96 12 34 56")]
    [InlineData("447911123499", "+44 (0)7911 123499")]
    public async Task A_phone_that_is_known_is_known_in_its_other_form_too(string first, string again)
    {
        var known = (await host.Post("/v1/numbers", new { name = "Loja", number = first })).Expect(201).GetProperty("instance").Text("id");

        (await host.Post("/v1/numbers", new { name = "Loja", number = again })).Expect(201).Text("duplicateOf").Should().Be(known);
    }

    [Fact]
    public async Task What_is_no_number_is_refused_everywhere()
    {
        var (link, _) = await host.StartedLink();
        const string Mixed = "+44 (0)7911 12345x";
        var simulated = new { @event = "meta_finish", phone = Mixed };

        (await host.Post("/v1/numbers", new { name = "Loja", number = Mixed })).ShouldNameFields("number");
        (await host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Mixed })).ShouldNameFields("number");
        (await host.Post("/v1/numbers/meta", new { name = "Loja", number = Mixed, metaPhoneId = "1", wabaId = "1", accessToken = "x" }))
            .ShouldNameFields("number");
        (await host.Simulate(link.NumberId(), "scan", phone: Mixed)).ShouldNameFields("phone");
        (await host.Post($"/v1/test/links/{link.LinkId()}/simulate", simulated)).ShouldNameFields("phone");
    }
}
