namespace PilotPairing.Api.Middleware;

/// <summary>Where modules map their routes.</summary>
/// <param name="Keyed">Under <c>/v1</c>, for callers with a key.</param>
/// <param name="Open">Under <c>/v1</c>, for browsers that hold a link's token.</param>
/// <param name="Root">Everything outside of <c>/v1</c>.</param>
internal sealed record Routes(IEndpointRouteBuilder Keyed, IEndpointRouteBuilder Open, WebApplication Root);
