// node tools/screenshot.mjs URL FILE [dark|light] [WIDTHxHEIGHT]: a picture of the page of a running Lookout, once all its cameras are settled.
import { chromium } from 'playwright-core';

const [url, file, colorScheme = 'dark', size = '1280x800'] = process.argv.slice(2);
if (!url || !file) {
    console.error('usage: node tools/screenshot.mjs URL FILE [dark|light] [WIDTHxHEIGHT]');
    process.exit(64);
}
const [width, height] = size.split('x').map(Number);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-features=WebRtcHideLocalIpsWithMdns'],
});
const page = await browser.newPage({ viewport: { width, height }, colorScheme });
await page.goto(url);
await page.locator('lookout-camera').first().waitFor();
await page.waitForFunction(() => {
    const cameras = document.querySelector('lookout-app').renderRoot.querySelectorAll('lookout-camera');
    return [...cameras].every((camera) => !camera.renderRoot.querySelector('[data-state="connecting"]'));
});
await page.waitForTimeout(2500); // the first whole second of figures
await page.screenshot({ path: file });
await browser.close();
