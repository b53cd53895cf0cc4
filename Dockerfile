# The product as an image; docker-compose.yml says what runs from it.
FROM python:3.11-slim-bookworm AS built
WORKDIR /srv/aftersales
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
COPY tooling tooling
COPY locale locale
RUN python3 -m tooling.setup runtime && rm -rf node_modules
COPY . .

FROM python:3.11-slim-bookworm
# for PDF: what WeasyPrint draws with, and a font with Chinese characters
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home aftersales && install -d -o aftersales -g aftersales /srv/data
WORKDIR /srv/aftersales
COPY --from=built /srv/aftersales .
ENV PATH=/srv/aftersales/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    AFTERSALES_MODE=production \
    AFTERSALES_DATA=/srv/data
USER aftersales
VOLUME /srv/data
EXPOSE 8000
CMD ["gunicorn", "aftersales.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
