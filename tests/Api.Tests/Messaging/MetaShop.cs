using System.Text.Json;
using PilotPairing.Api.Tests.Meta;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.FakeGraph;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>A live tenant of its own with a connected Meta number, and what the business has at Meta.</summary>
internal sealed record MetaShop(MetaHost Host, TenantCreated Tenant, FakeAccount Account, FakeNumber Number, FakeToken Token, string Sender)
{
    /// <summary>What its templates are called at Meta.</summary>
    public const string AtMeta = "pairing_link";

    public string Key => Tenant.Key.Raw.Value;

    public GraphServer Graph => Host.Graph;

    /// <summary>The pages of this server, as a template at Meta names them.</summary>
    public string Page => Host.Api.Http.BaseAddress + "connect/{{1}}";

    public static async Task<MetaShop> Open(MetaHost host, bool hasTemplate = true)
    {
        var tenant = await host.Api.NewTenant(TenantMode.Live);
        var (account, number, phone) = host.NewBusiness();
        var token = host.Graph.NewToken(account);
        var registered = (await host.Api.Post(
            "/v1/numbers/meta",
            new { name = "Acme", number = "+" + phone, metaPhoneId = number.Id, wabaId = account.Id, accessToken = token.Value },
            tenant.Key.Raw.Value)).Expect(201);
        var shop = new MetaShop(host, tenant, account, number, token, registered.GetProperty("instance").Text("id"));
        if (hasTemplate)
        {
            account.NewTemplate(AtMeta, "pt_BR", "Olá! {{1}}: conecte {{2}} pelo botão.", shop.Page);
            (await shop.Add("{{company}} {{name}}")).Expect(201);
        }

        return shop;
    }

    public Task<Answer> Add(
        string body, string language = "pt-BR", string category = "UTILITY", string name = AtMeta, string metaLanguage = "pt_BR",
        int? urlButton = null) =>
        Host.Api.Post("/v1/templates", new
        {
            name = Shop.Template,
            category,
            language,
            body,
            sender = new { meta = new { numberId = Sender, templateName = name, language = metaLanguage, urlButton } },
        }, Key);

    public Task<JsonElement> Link(string recipient, string? locale = null) =>
        Host.Api.NewLink(new { name = "Loja", number = recipient, sendViaWhatsApp = true, locale }, Key);

    public async Task<JsonElement> Delivery(JsonElement link) =>
        (await Host.Api.Get($"/v1/links/{link.LinkId()}", Key)).Expect(200).GetProperty("delivery").EnumerateArray().First();

    public async Task<JsonElement> Template() => (await Host.Api.Get("/v1/templates", Key)).Expect(200).EnumerateArray().Single();

    public IReadOnlyList<FakeMessage> Sent(string recipient) => [.. Graph.Messages.Where(message => message.Recipient == recipient)];

    /// <summary>How often Graph was asked to send a message from this number.</summary>
    public int Calls => Graph.Calls.Count(call => call == $"POST {Number.Id}/messages");
}
