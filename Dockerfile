# The image of PilotPairing: the folder that build/image publishes, on the official ASP.NET Core image.
# It needs a database (ConnectionStrings__Postgres), writes nothing to its file system, and does not run as root.
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0
FROM ${BASE}
WORKDIR /app
COPY artifacts/image ./
ENV ASPNETCORE_ENVIRONMENT=Production \
    DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS= \
    Urls=http://*:8080
EXPOSE 8080
USER 1654
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["dotnet", "pilotpairing.dll", "health"]
ENTRYPOINT ["dotnet", "pilotpairing.dll"]
CMD ["serve"]
