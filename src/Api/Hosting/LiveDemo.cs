using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Hosting;

/// <summary>The live tenant of <c>build/run --live</c>: a real phone pairs with it through a gateway of kind baileys.</summary>
internal sealed record LiveDemo(string Key, string? Token)
{
    /// <summary>Whether the demo has a live tenant too.</summary>
    public const string Setting = "Demo:Live";

    private const string TenantName = "live-demo";
    private const string Kind = "baileys";

    /// <param name="known">The key of an earlier start; a database that is not its own gets a new tenant.</param>
    public static async Task<LiveDemo?> Prepare(IServiceProvider services, string known, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<IGateways>().Configured.FirstOrDefault(gateway => gateway.Kind == Kind) is not { } gateway)
            return null;
        var mediator = services.GetRequiredService<IMediator>();
        var keys = services.GetRequiredService<IKeyRing>();
        var caller = known.Length == 0 ? null : await keys.Find(new(known), cancellationToken);
        var key = known;
        if (caller is null)
        {
            var created = (await mediator.Send(new CreateTenant(TenantName, TenantMode.Live, gateway.Name), cancellationToken)).Value;
            key = created.Key.Raw.Value;
            caller = (await keys.Find(created.Key.Raw, cancellationToken))!;
        }

        // Whose phone it will be is not known: any may scan, and a pairing code, which is for one number, is not offered.
        var link = await mediator.Send(new CreatePairingLink(caller)
        {
            Name = DisplayName.Parse("Live demo"),
            Number = PhoneNumber.Parse("+5511999999999"),
            NumberPolicy = NumberPolicy.Allow,
            Methods = [PairingMethod.Qr],
        }, cancellationToken);
        return new(key, link.Match<string?>(created => created.Token.Value, _ => null));
    }

    public string Text(string connectUrl) =>
        $"""

          Live link    {(Token is null ? "none: its gateway refused it" : $"{connectUrl}/connect/{Token}")}  (a real phone scans it)
          Live key     {Key}  (live mode: numbers pair with WhatsApp itself)

          This is an unofficial client: WhatsApp may block accounts that misbehave. Use a number that you can spare.

        """;
}
