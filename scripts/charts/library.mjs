// The part of Apache ECharts that the charts use.
import * as echarts from 'echarts/core';
import { LineChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, MarkPointComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([LineChart, DataZoomComponent, GridComponent, MarkPointComponent, TooltipComponent, CanvasRenderer]);

export { echarts };
