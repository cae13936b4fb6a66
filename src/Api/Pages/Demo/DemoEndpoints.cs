using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Pages.Demo;

/// <summary>The demo's own backend: the calls of its page, and its webhook receiver. Without a demo there are no such routes.</summary>
internal static class DemoEndpoints
{
    public static void MapDemo(this IEndpointRouteBuilder root)
    {
        var demo = root.MapGroup("/demo").ExcludeFromDescription().AddEndpointFilter(OnlyWithDemo);
        demo.MapPost("/links", NewLink);
        demo.MapPost("/phone/{number}/{happens}", UsePhone);
        demo.MapGet("/phone", HoldPhone);
        demo.MapGet("/events/{number}", Received);
        demo.MapPost("/hook", Receive);
        root.MapGet("/", () => TypedResults.Redirect("/demo")).ExcludeFromDescription().AddEndpointFilter(OnlyWithDemo);
    }

    private static async ValueTask<object?> OnlyWithDemo(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var services = context.RequestServices;
        if (await services.GetRequiredService<DemoSaas>()
            .Tenant(services.GetRequiredService<IKeyRing>(), context.RequestAborted) is not { } tenant)
            return TypedResults.NotFound();
        if (HttpMethods.IsPost(context.Request.Method) && !SameSite.IsOurs(context.Request, services.GetRequiredService<IPublicAddress>()))
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        context.Features.Set(tenant);
        context.Response.Headers.CacheControl = "no-store";
        return await next(invocation);
    }

    private static async Task<IResult> NewLink(
        HttpContext context, DemoSaas saas, IMediator mediator, CancellationToken cancellationToken) =>
        (await saas.NewLink(Tenant(context), $"{context.Request.Scheme}://{context.Request.Host}", mediator, cancellationToken))
            .Match<IResult>(link => TypedResults.Json(link, DemoJson.Readable.DemoLink), refusal => new RefusalResult(refusal));

    private static async Task<IResult> UsePhone(
        string number, string happens, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        SimulatedEvent? wanted = happens switch
        {
            "scan" => SimulatedEvent.Scan,
            "wrong_number" => SimulatedEvent.WrongNumber,
            _ => null,
        };
        if (wanted is null || !WireId.TryParse(NumberId.Prefix, number, out var id))
            return TypedResults.NotFound();
        return (await mediator.Send(new Simulate(Tenant(context), new(id)) { Event = wanted }, cancellationToken))
            .Match<IResult>(_ => TypedResults.NoContent(), refusal => new RefusalResult(refusal));
    }

    /// <summary>Opens the simulated phone as if it had scanned the newest QR code of the demo, for people with one screen.</summary>
    private static async Task<RedirectHttpResult> HoldPhone(
        HttpContext context, IMediator mediator, IPairingStateCache states, TimeProvider clock, CancellationToken cancellationToken)
    {
        var pairing = await mediator.Send(new ListNumbers(Tenant(context), new(200, null)) { State = InstanceState.Connecting },
            cancellationToken);
        foreach (var number in pairing.Value.Items)
        {
            if (await states.Find(number.Instance.Id, cancellationToken) is { Artifacts: { Qr: { } code } artifacts }
                && artifacts.QrLiveAt(clock.GetUtcNow()))
                return TypedResults.Redirect(code.Payload);
        }

        return TypedResults.Redirect("/simulator/phone/-");
    }

    private static JsonHttpResult<IReadOnlyList<DemoEvent>> Received(string number, int? after, DemoSaas saas) =>
        TypedResults.Json(saas.Received(number, after ?? 0), DemoJson.Readable.IReadOnlyListDemoEvent);

    private static async Task<IResult> Receive(
        HttpContext context, DemoSaas saas, IMediator mediator, CancellationToken cancellationToken) =>
        await saas.Receive(Tenant(context), context.Request, mediator, cancellationToken) == SignatureVerdict.Valid
            ? TypedResults.NoContent() : TypedResults.BadRequest();

    private static Caller Tenant(HttpContext context) => context.Features.Get<Caller>()!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DemoLink))]
[JsonSerializable(typeof(IReadOnlyList<DemoEvent>))]
internal sealed partial class DemoJson : JsonSerializerContext
{
    public static DemoJson Readable => Texts.Output;

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Texts
    {
        public static readonly DemoJson Output = new(new JsonSerializerOptions(Default.Options) { Encoder = ReadableJson.Encoder });
    }
}
