using System.Text.Json;
using PilotPairing.Application.Access;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>A tenant of its own with a connected number and the template that links are sent with.</summary>
internal sealed record Shop(ApiHost Host, TenantCreated Tenant, string Sender)
{
    public const string Template = "pilot_status_remote_pairing";
    private static int _recipients;

    public string Key => Tenant.Key.Raw.Value;

    public static async Task<Shop> Open(ApiHost host, string? body = "{{company}}, {{name}}: {{link}}")
    {
        var tenant = await host.NewTenant();
        var shop = new Shop(host, tenant, await Connected(host, tenant.Key.Raw.Value));
        if (body is not null)
            await shop.AddTemplate(body);
        return shop;
    }

    /// <summary>Digits that no other test uses, with the ending that selects the simulator's behaviour.</summary>
    public static string Recipient(string ending = "7777") => $"55119{Interlocked.Increment(ref _recipients):0000}{ending}";

    public async Task<JsonElement> AddTemplate(
        string body = "{{link}}", string language = "pt-BR", string? key = null, string? sender = null) =>
        (await Host.Post("/v1/templates",
            new { name = Template, category = "UTILITY", language, body, sender = new { numberId = sender ?? Sender } }, key ?? Key))
                .Expect(201);

    public Task<JsonElement> Link(string number, string? locale = null, bool send = true, string? key = null) =>
        Host.NewLink(new { name = "Loja", number, sendViaWhatsApp = send, locale }, key ?? Key);

    public Task<Answer> Send(JsonElement link, string? key = null) => Host.Post($"/v1/links/{link.LinkId()}/send", null, key ?? Key);

    public async Task<IReadOnlyList<JsonElement>> Delivery(JsonElement link) =>
        [.. (await Host.Get($"/v1/links/{link.LinkId()}", Key)).Expect(200).GetProperty("delivery").EnumerateArray()];

    public Task<string[]> Received(string number) =>
        Host.Query<string[]>("select coalesce(array_agg(text order by sent_at), '{}') from simulator_messages where recipient = @number",
            new { number });

    public async Task<string> Connected() => await Connected(Host, Key);

    private static async Task<string> Connected(ApiHost host, string key)
    {
        var link = await host.NewLink(new { name = "Sender", number = "+5511988887777" }, key);
        (await host.Connect(link.Token())).Expect(200);
        (await host.Simulate(link.NumberId(), "scan", key: key)).Expect(200).Text("state").Should().Be("OPEN");
        return link.NumberId();
    }
}

internal static class Outcomes
{
    /// <summary>Not sent, with a sentence and this code, in the answer of a link and of a send alike.</summary>
    public static void ShouldNotBeSent(this JsonElement answer, string code)
    {
        answer.GetProperty("messageSent").GetBoolean().Should().BeFalse();
        answer.Text("messageErrorCode").Should().Be(code);
        answer.Text("messageError").Should().Contain(" ");
    }

    public static void ShouldBeSent(this JsonElement answer)
    {
        answer.GetProperty("messageSent").GetBoolean().Should().BeTrue(answer.GetRawText());
        answer.Has("messageError").Should().BeFalse();
        answer.Has("messageErrorCode").Should().BeFalse();
    }
}
