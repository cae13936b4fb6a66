using Npgsql;

namespace PilotPairing.Api.Hosting;

internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("health/live", () => TypedResults.Ok()).ExcludeFromDescription();
        app.MapGet("health/ready", Ready).ExcludeFromDescription();
    }

    /// <summary>Ready to answer: the database does.</summary>
    private static async Task<IResult> Ready(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return TypedResults.Ok();
    }
}
