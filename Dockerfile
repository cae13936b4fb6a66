# The image of PilotPairing: the folder that build/image publishes, on the official ASP.NET Core image.
# It needs a database (ConnectionStrings__Postgres), writes nothing to its file system, and does not run as root.
# The target "live" adds Node.js and the npm packages of our own WhatsApp gateway, one of which is under the GPL: build/image --live makes it.
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0
ARG NODE=node:22-slim

FROM ${BASE} AS plain
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

FROM ${NODE} AS packages
WORKDIR /gateway
COPY artifacts/image/gateway/package.json artifacts/image/gateway/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM plain AS live
COPY --from=packages /usr/local/bin/node /usr/local/bin/node
COPY --from=packages /gateway/node_modules /app/gateway/node_modules

FROM plain
