using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Hosting;

internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("health/live", Live).ExcludeFromDescription();
        app.MapGet("health/ready", Ready).ExcludeFromDescription();
    }

    /// <summary>The process runs. The doctor learns from it how the proxy in front speaks.</summary>
    private static Ok Live(HttpContext context)
    {
        context.Response.Headers[IReachability.ProtocolHeader] = context.Request.Protocol;
        return TypedResults.Ok();
    }

    /// <summary>Ready to answer: the database does.</summary>
    private static async Task<IResult> Ready(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return TypedResults.Ok();
    }
}
